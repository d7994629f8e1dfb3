-- Whether somebody already has a notice waiting is asked in every report's own transaction.
create index outbox_of_account on outbox (account_id, template) where sent_at is null;

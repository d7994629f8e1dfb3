-- Hidden comments and replies are deleted by the retention run when their time is out. Tips could be deleted already.
grant delete on moderation, moderation_appeal to vaern_worker;

-- The right to see a tip is asked once a statement, not once a row: lists of waiting tips read thousands of them.
alter policy seen on tip using (
  (select works_in_preparedness()) or account_id = (select acting_account()) or receipt_mac = (select acting_mailbox()) or token_mac = (select acting_mailbox()));
alter policy changed on tip using ((select works_in_preparedness())) with check ((select works_in_preparedness()));

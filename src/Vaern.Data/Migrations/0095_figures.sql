-- Figures of a quarter, counted and suppressed once when it is over, so that they stay when the records they came from are deleted, and so that nobody can compare
-- today's count with yesterday's.
create table figure_quarter (
  period text not null check (period ~ '^[0-9]{4}-Q[1-4]$'),
  key text not null check (key ~ '^[a-z-]{1,40}$'),
  body jsonb not null,
  made_at timestamptz not null,
  primary key (period, key)
);
alter table figure_quarter enable row level security;
create policy staff on figure_quarter for select to vaern_web using (
  acting_account() is not null or exists (select 1 from survey_report r where r.period = figure_quarter.period and r.published_at is not null));
create policy worker on figure_quarter to vaern_worker using (true) with check (true);
grant select on figure_quarter to vaern_web;
grant select, insert, update on figure_quarter to vaern_worker;

create index report_received on report (received_at);
create index clock_alarm on clock (alarm_at);
create index follow_up_answered on follow_up (answered_at) where answered_at is not null;
create index case_file_closed on case_file (closed_at) where closed_at is not null;

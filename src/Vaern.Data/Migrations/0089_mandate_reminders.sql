-- That the owner was told of the end of a mandate, how many days before; once each.
create table mandate_reminder (
  mandate_id uuid not null references mandate (id),
  days_before integer not null check (days_before > 0),
  given_at timestamptz not null,
  primary key (mandate_id, days_before)
);
alter table mandate_reminder enable row level security;
create policy seen on mandate_reminder for select to vaern_web using (sees_the_street());
create policy worker on mandate_reminder to vaern_worker using (true) with check (true);
grant select on mandate_reminder to vaern_web;
grant select, insert on mandate_reminder to vaern_worker;

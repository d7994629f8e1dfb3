-- A step may be taken in another order than the playbook's. Where it stood and why it was moved stay with it, so that it can be put back.
alter table task add column moved_from integer;
alter table task add column moved_reason bytea;
alter table task add constraint task_moved_with_reason check ((moved_from is null) = (moved_reason is null));

-- An exercise: which unit practised which playbook, and how many of its steps it could take. No case, no person of a case, no free text.
create table drill (
  id uuid primary key,
  unit_id uuid not null references unit (id),
  playbook text not null,
  playbook_version integer not null,
  started_by uuid not null references account (id),
  started_at timestamptz not null,
  finished_at timestamptz,
  steps integer not null check (steps > 0),
  score integer check (score between 0 and 100),
  version integer not null default 1,
  check ((finished_at is null) = (score is null))
);
create index drill_unit on drill (unit_id, finished_at desc, id);

create table drill_step (
  drill_id uuid not null references drill (id) on delete cascade,
  step text not null,
  answer text not null check (answer in ('could', 'partly', 'could-not')),
  answered_at timestamptz not null,
  primary key (drill_id, step)
);

-- Everybody in the municipality may see that a unit has practised; only members of the unit write in its exercise.
alter table drill enable row level security;
create policy seen on drill for select to vaern_web using (acting_account() is not null);
create policy own on drill to vaern_web using (exists (select 1 from membership m where m.account_id = acting_account() and m.unit_id = drill.unit_id))
  with check (exists (select 1 from membership m where m.account_id = acting_account() and m.unit_id = drill.unit_id));
create policy worker on drill to vaern_worker using (true) with check (true);
alter table drill_step enable row level security;
create policy seen on drill_step to vaern_web using (exists (select 1 from drill d where d.id = drill_step.drill_id))
  with check (exists (select 1 from drill d join membership m on m.unit_id = d.unit_id where d.id = drill_step.drill_id and m.account_id = acting_account()));
create policy worker on drill_step to vaern_worker using (true) with check (true);
grant select, insert, update on drill, drill_step to vaern_web, vaern_worker;

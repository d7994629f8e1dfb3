-- What the municipality does, for whom and with what effect, in categories that municipalities can lay side by side; and what it learned and could not do.
create table measure (
  id uuid primary key,
  kind text not null check (kind in ('talks', 'teaching', 'strategy', 'ssp', 'parents', 'police', 'staff', 'other')),
  audience text not null check (audience in ('pupils', 'staff', 'parents', 'all')),
  grade_from integer check (grade_from between 0 and 10),
  grade_to integer check (grade_to between 0 and 10),
  -- How its effect is known: measured, told, or not known.
  effect text not null check (effect in ('measured', 'experience', 'unknown')),
  since date not null,
  ended_on date,
  body bytea not null,
  made_by uuid not null references account (id),
  made_at timestamptz not null,
  version integer not null default 1,
  check ((grade_from is null) = (grade_to is null)),
  check (grade_from <= grade_to),
  check (ended_on >= since)
);
create table experience (
  id uuid primary key,
  kind text not null check (kind in ('experience', 'limit')),
  happened_on date not null,
  -- For national dialogue: somebody else would have to change something.
  national boolean not null,
  body bytea not null,
  made_by uuid not null references account (id),
  made_at timestamptz not null
);
create index experience_on on experience (happened_on desc, id);

do $$
declare
  name text;
begin
  foreach name in array array['measure', 'experience'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy staff on %I to vaern_web using (acting_account() is not null) with check (acting_account() is not null)', name);
    execute format('create policy worker on %I to vaern_worker using (true) with check (true)', name);
    execute format('grant select, insert on %I to vaern_web, vaern_worker', name);
  end loop;
end
$$;
grant update on measure to vaern_web, vaern_worker;

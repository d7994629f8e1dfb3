-- Knowledge that a municipality adds to what all share: written by one, reviewed by another, held until a day. And the municipality's own word that a
-- shared text has been gone through and holds for longer.

create table knowledge_item (
  id uuid primary key,
  number text not null unique,
  state text not null check (state in ('draft', 'published', 'withdrawn')),
  audience text not null check (audience in ('staff', 'everyone')),
  beside text check (beside ~ '^[a-z]+/[a-z0-9-]+$'),
  body bytea not null,
  author_id uuid not null references account (id),
  written_at timestamptz not null,
  review_by timestamptz not null,
  reviewer_id uuid references account (id),
  reviewed_at timestamptz,
  expires_on date,
  version integer not null default 1,
  check ((reviewer_id is null) = (reviewed_at is null)),
  -- Nobody reviews their own words, and what holds has a last day within a year.
  check (reviewer_id is distinct from author_id),
  check (state = 'draft' or (reviewed_at is not null and expires_on is not null)),
  check (expires_on is null or expires_on > (written_at at time zone 'Europe/Copenhagen')::date)
);
create index knowledge_latest on knowledge_item (written_at desc, id);
create index knowledge_beside on knowledge_item (beside) where state = 'published';

-- The newest counts; the older ones are its history.
create table knowledge_review (
  id uuid primary key,
  name text not null check (name ~ '^[a-z]+/[a-z0-9-]+$'),
  sheet_version integer not null check (sheet_version > 0),
  reviewed_on date not null,
  reviewed_by uuid not null references account (id),
  expires_on date not null,
  made_at timestamptz not null,
  check (expires_on > reviewed_on and expires_on <= reviewed_on + 366)
);
create index knowledge_review_newest on knowledge_review (name, made_at desc, id);

-- The team is told once of what has stopped holding.
create table knowledge_notice (
  name text not null,
  expired_on date not null,
  told_at timestamptz not null,
  primary key (name, expired_on)
);

alter table knowledge_item enable row level security;
create policy seen on knowledge_item for select to vaern_web using (
  answers_sparring() or (state = 'published' and (audience = 'everyone' or acting_account() is not null)));
create policy written on knowledge_item for insert to vaern_web with check (answers_sparring() and author_id = acting_account() and state = 'draft');
create policy changed on knowledge_item for update to vaern_web using (answers_sparring()) with check (answers_sparring());
create policy worker on knowledge_item to vaern_worker using (true) with check (true);
alter table knowledge_review enable row level security;
create policy seen on knowledge_review for select to vaern_web using (true);
create policy written on knowledge_review for insert to vaern_web with check (answers_sparring() and reviewed_by = acting_account());
create policy worker on knowledge_review to vaern_worker using (true) with check (true);
alter table knowledge_notice enable row level security;
create policy worker on knowledge_notice to vaern_worker using (true) with check (true);

grant select, insert, update on knowledge_item to vaern_web, vaern_worker;
grant select, insert on knowledge_review to vaern_web, vaern_worker;
grant select, insert on knowledge_notice to vaern_worker;

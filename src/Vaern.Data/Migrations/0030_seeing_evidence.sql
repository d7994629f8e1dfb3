-- A redacted copy is evidence of its own, with a hash and a stamp of its own, and says what it was made from.
alter table evidence_item add column derived_from uuid references evidence_item (id);
create index evidence_item_derived on evidence_item (derived_from) where derived_from is not null;

-- How often a person has had to look, for that person alone: no policy lets anybody else read a row, not the background work either.
create table exposure (
  account_id uuid not null references account (id) on delete cascade,
  seen_on date not null,
  kind text not null check (kind in ('picture', 'text', 'file')),
  times integer not null check (times > 0),
  primary key (account_id, seen_on, kind)
);
alter table exposure enable row level security;
create policy own on exposure to vaern_web using (account_id = acting_account()) with check (account_id = acting_account());
grant select, insert, update on exposure to vaern_web;

-- What the virus scanner said of a file, and when. The name of a virus tells nothing of a person.
create table file_scan (
  blob_id uuid primary key references blob (id) on delete cascade,
  outcome text not null check (outcome in ('clean', 'infected')),
  found text,
  scanned_at timestamptz not null,
  check ((outcome = 'infected') = (found is not null))
);
grant select, insert, update on file_scan to vaern_web, vaern_worker;

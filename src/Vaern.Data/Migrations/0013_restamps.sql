-- When the certificate behind a stamp ends; null is not read yet. A stamp is renewed in good time before (evidence format §5.7).
alter table evidence_item add column stamp_ends_at timestamptz;
alter table checkpoint add column stamp_ends_at timestamptz;
alter table package add column stamp_ends_at timestamptz;
grant update (stamp_ends_at) on checkpoint to vaern_worker;

-- A new stamp over the root of a Merkle tree of old stamps, each together with what it is over.
create table restamp (
  id uuid primary key,
  at timestamptz not null,
  root bytea not null check (octet_length(root) = 32),
  stamp bytea not null,
  authority text not null,
  ends_at timestamptz not null
);

create table restamp_leaf (
  restamp_id uuid not null references restamp (id),
  place integer not null,
  -- An item, a package, or a checkpoint by the fingerprint of its number.
  subject uuid not null,
  hash bytea not null check (octet_length(hash) = 32),
  primary key (restamp_id, place)
);
create index restamp_leaf_subject on restamp_leaf (subject);

grant select, insert on restamp, restamp_leaf to vaern_worker;

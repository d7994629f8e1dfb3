-- The heads of all streams that have moved, in a Merkle tree whose root is time-stamped (evidence format §5.6). The first leaf of a tree is the root of the tree
-- before, so that none can be taken out between two others.
create table checkpoint (
  number bigint primary key,
  at timestamptz not null,
  root bytea not null check (octet_length(root) = 32),
  stamp bytea,
  authority text
);

create table checkpoint_head (
  checkpoint bigint not null references checkpoint (number),
  place integer not null check (place >= 0),
  stream_id uuid not null references stream (id),
  seq bigint not null,
  hash bytea not null check (octet_length(hash) = 32),
  primary key (checkpoint, place)
);
create unique index checkpoint_head_stream on checkpoint_head (stream_id, seq);

grant select, insert on checkpoint, checkpoint_head to vaern_worker;
grant update (stamp, authority) on checkpoint to vaern_worker;

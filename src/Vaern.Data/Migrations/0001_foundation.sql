-- What every room stands on: the municipality itself, units, accounts, keys, blobs, streams, jobs, mail.
-- Columns of type bytea that hold text are ciphertext (FieldCipher); a dump of this database reveals no person and no story.

create table tenant (
  id uuid primary key,
  slug text not null unique,
  name text not null,
  demo boolean not null default false,
  created_at timestamptz not null
);

-- Units are public knowledge (schools, offices); their codes hang on posters.
create table unit (
  id uuid primary key,
  parent_id uuid references unit (id),
  kind text not null check (kind in ('municipality', 'school', 'workplace', 'club', 'team', 'duty')),
  name text not null,
  code text unique check (code ~ '^[A-Z]{4}-[0-9]{4}$'),
  reply_rule text not null default 'GOAL-REPLY',
  open boolean not null default true
);

create table account (
  id uuid primary key,
  login_mac bytea not null unique,
  profile bytea not null,
  password_hash text not null,
  totp bytea,
  totp_last_step bigint not null default 0,
  failures integer not null default 0,
  locked_until timestamptz,
  disabled_at timestamptz,
  version integer not null default 1
);

create table membership (
  account_id uuid not null references account (id) on delete cascade,
  unit_id uuid not null references unit (id),
  role text not null,
  primary key (account_id, unit_id, role)
);
create index membership_unit on membership (unit_id, role);

create table session (
  token_hash bytea primary key,
  account_id uuid not null references account (id) on delete cascade,
  stage text not null check (stage in ('password', 'full')),
  created_at timestamptz not null,
  seen_at timestamptz not null,
  ends_at timestamptz not null
);
create index session_account on session (account_id);

-- One data key for each owner (a report, a case, a contact, an account, the system), wrapped under the municipality's key,
-- which is not in this database. Deleting the row destroys what it protected.
create table data_key (
  owner_id uuid primary key,
  kind text not null check (kind in ('system', 'account', 'draft', 'report', 'contact', 'case')),
  wrapped bytea not null check (octet_length(wrapped) = 60)
);

create table blob (
  id uuid primary key,
  owner_id uuid not null references data_key (owner_id) on delete cascade,
  header bytea not null check (octet_length(header) = 64),
  size bigint not null check (size >= 0),
  chunks integer not null check (chunks >= 1)
);
create index blob_owner on blob (owner_id);

create table blob_key (
  blob_id uuid primary key references blob (id) on delete cascade,
  wrapped bytea not null check (octet_length(wrapped) = 60)
);

create table blob_chunk (
  blob_id uuid not null references blob (id) on delete cascade deferrable initially deferred,
  n integer not null,
  data bytea not null,
  primary key (blob_id, n)
);
alter table blob_chunk alter column data set storage external;

-- Append-only streams. A line holds its number and the SHA-256 of the line before it; see Streams/AuditStream.cs.
create table stream (
  id uuid primary key,
  kind text not null check (kind in ('system', 'account', 'report', 'case', 'custody')),
  head_seq bigint not null,
  head_at timestamptz not null,
  head_hash bytea not null check (octet_length(head_hash) = 32)
);

create table stream_event (
  stream_id uuid not null references stream (id),
  seq bigint not null,
  line bytea not null,
  primary key (stream_id, seq)
);

create table job (
  id uuid primary key,
  kind text not null,
  payload jsonb not null default '{}',
  dedupe text unique,
  run_at timestamptz not null,
  attempts integer not null default 0,
  max_attempts integer not null default 8,
  leased_until timestamptz,
  leased_by text,
  state text not null default 'ready' check (state in ('ready', 'done', 'dead')),
  last_error text,
  done_at timestamptz
);
create index job_due on job (run_at) where state = 'ready';

create table outbox (
  id uuid primary key,
  account_id uuid not null references account (id) on delete cascade,
  template text not null,
  created_at timestamptz not null,
  sent_at timestamptz,
  last_error text
);
create index outbox_waiting on outbox (created_at) where sent_at is null;

-- Numbers people see (H-2027-0038). A sequence a year and kind: no lock across the commit, no collision, and no gap
-- unless a transaction fails after it took its number.
create function next_number(kind text, year integer) returns bigint
language plpgsql security definer set search_path = public as $$
declare
  name text := format('number_%s_%s', lower(kind), year);
begin
  if to_regclass(name) is null then
    perform pg_advisory_xact_lock(hashtext(name));
    execute format('create sequence if not exists %I', name);
  end if;
  return nextval(name::regclass);
end
$$;

create function acting_account() returns uuid language sql stable as
$$ select nullif(current_setting('vaern.account', true), '')::uuid $$;

create function acting_report() returns uuid language sql stable as
$$ select nullif(current_setting('vaern.report', true), '')::uuid $$;

create function acting_mailbox() returns bytea language sql stable as
$$ select decode(nullif(current_setting('vaern.mailbox', true), ''), 'hex') $$;

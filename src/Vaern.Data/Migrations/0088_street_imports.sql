-- Exports of public channels under a mandate: a tree of data sets (source, import, list, sample, report), each with its parameters and the program that made
-- it, and masked messages that go on the day written beside them. There is no column for a person; who wrote a message is a tag that only obeys deletions.

create table street_dataset (
  id uuid primary key,
  number text not null unique,
  mandate_id uuid not null references mandate (id),
  source_id uuid not null references mandate_source (id),
  parent_id uuid references street_dataset (id),
  kind text not null check (kind in ('source', 'import', 'list', 'sample', 'report')),
  state text not null check (state in ('receiving', 'waiting', 'reading', 'done', 'refused', 'broken', 'deleted')),
  parameters jsonb not null,
  program text not null,
  rules text,
  heads text,
  made_at timestamptz not null,
  made_by uuid references account (id),
  expires_on date not null,
  done_at timestamptz,
  number_of integer check (number_of >= 0),
  -- An import alone: the key of what was not flagged, the key of the encrypted file while there is one, how far it is, and what became of it.
  rest_id uuid unique,
  spool_id uuid unique,
  bytes bigint,
  stored bigint not null default 0,
  percent smallint not null default 0 check (percent between 0 and 100),
  attempt integer not null default 0,
  outcome jsonb,
  fault text,
  words bytea,
  rest_gone_at timestamptz,
  gone_at timestamptz,
  gone_number integer,
  gone_why text check (gone_why in ('day', 'mandate')),
  version integer not null default 1,
  check ((kind = 'source') = (parent_id is null)),
  check (kind = 'import' or (state in ('done', 'deleted') and rest_id is null and spool_id is null)),
  check ((state = 'deleted') = (gone_at is not null and gone_why is not null)),
  check (state <> 'refused' or fault is not null),
  -- Once it is settled there is no file.
  check (state in ('receiving', 'waiting', 'reading') or spool_id is null)
);
create unique index street_dataset_root on street_dataset (source_id) where kind = 'source';
create index street_dataset_tree on street_dataset (parent_id, made_at);
create index street_dataset_latest on street_dataset (mandate_id, made_at desc, id);
create index street_dataset_kept on street_dataset (expires_on) where state <> 'deleted';
create trigger mandated before insert on street_dataset for each row execute function needs_running_mandate('made_at');

-- The source is one of the mandate's by name, a child is of its parent's source, and nothing is kept longer than the mandate says or runs.
create function street_dataset_within() returns trigger
language plpgsql security definer set search_path = public as $$
declare
  above street_dataset;
begin
  if not exists (select 1 from mandate_source s where s.id = new.source_id and s.mandate_id = new.mandate_id) then
    raise exception 'the source is not in the mandate' using errcode = 'VM003';
  end if;
  if exists (
    select 1 from mandate m where m.id = new.mandate_id
      and (new.expires_on > m.ends_on or (new.kind <> 'source' and new.expires_on > (new.made_at at time zone 'Europe/Copenhagen')::date + m.retention_days))) then
    raise exception 'a data set is not kept longer than the mandate says' using errcode = 'VM003';
  end if;
  if new.parent_id is not null then
    select * into above from street_dataset d where d.id = new.parent_id;
    if above.source_id is distinct from new.source_id or above.state = 'deleted'
      or (above.kind, new.kind) not in (('source', 'import'), ('source', 'list'), ('import', 'list'), ('source', 'sample'), ('source', 'report'), ('import', 'report'), ('list', 'report'), ('sample', 'report')) then
      raise exception 'a data set does not come of that one' using errcode = 'VM003';
    end if;
  end if;
  return new;
end
$$;
create trigger within before insert on street_dataset for each row execute function street_dataset_within();

-- The key that gives aliases. It is destroyed when the mandate ends; from then on nobody can find out whom an alias meant.
create table mandate_alias_key (
  mandate_id uuid primary key references mandate (id),
  key_id uuid not null unique,
  made_at timestamptz not null
);
create trigger mandated before insert on mandate_alias_key for each row execute function needs_running_mandate('made_at');

create table street_message (
  id uuid primary key,
  dataset_id uuid not null references street_dataset (id),
  source_id uuid not null references mandate_source (id),
  stable text not null,
  content text not null,
  author_tag bytea,
  taken_at timestamptz not null,
  written_on date,
  passed_on boolean not null,
  origin_id uuid references mandate_source (id),
  body bytea not null,
  route text not null check (route in ('none', 'care', 'concern')),
  kind text,
  severity smallint check (severity between 0 and 2),
  priority real not null,
  explanation bytea,
  expires_on date not null,
  check ((route = 'none') = (kind is null) and (route = 'none') = (explanation is null) and (route = 'none') = (severity is null)),
  check (route <> 'care' or kind = 'care'),
  check (origin_id is null or passed_on),
  unique (source_id, stable)
);
create index street_message_found on street_message (source_id, route, priority desc, id) where route <> 'none';
create index street_message_rest on street_message (source_id, id) where route = 'none';
create index street_message_expiry on street_message (expires_on);
create index street_message_dataset on street_message (dataset_id, route);

-- No row of an import without a mandate that runs at that moment; the statement is asked once for its rows together.
create function street_messages_mandated() returns trigger
language plpgsql security definer set search_path = public as $$
begin
  if exists (
    select 1 from (select distinct dataset_id, source_id, taken_at from fresh) f left join street_dataset d on d.id = f.dataset_id
    where d.id is null or d.kind <> 'import' or d.state <> 'reading' or d.source_id <> f.source_id or not mandate_runs(d.mandate_id, f.taken_at)) then
    raise exception 'no mandate runs for these messages' using errcode = 'VM001';
  end if;
  return null;
end
$$;
create trigger mandated after insert on street_message referencing new table as fresh for each statement execute function street_messages_mandated();

-- What is in a list or a sample, in its order.
create table street_item (
  dataset_id uuid not null references street_dataset (id),
  position integer not null check (position > 0),
  message_id uuid not null references street_message (id) on delete cascade,
  primary key (dataset_id, position)
);
create index street_item_message on street_item (message_id);

-- What a reader made of a message. Every reader's stays, also when they disagree; when the message goes, the judgement of the rules stays and is counted.
create table street_verdict (
  id uuid primary key,
  message_id uuid references street_message (id) on delete set null,
  dataset_id uuid not null references street_dataset (id),
  reader_id uuid not null references account (id),
  verdict text not null check (verdict in ('agree', 'wrong-category', 'not-a-problem', 'unsure', 'care', 'pass-on')),
  proposed text,
  severity_proposed smallint,
  kind text,
  passed_to text check (passed_to in ('police', 'duty', 'school', 'platform', 'ssp')),
  rules text[] not null,
  note bytea,
  seconds integer not null check (seconds between 0 and 86400),
  read_at timestamptz not null,
  version integer not null default 1,
  unique (message_id, reader_id),
  check ((verdict = 'wrong-category') = (kind is not null)),
  check ((verdict = 'pass-on') = (passed_to is not null))
);
create index street_verdict_dataset on street_verdict (dataset_id);
create index street_verdict_rules on street_verdict using gin (rules);

-- Numbers without text; they stay when the messages go.
create table street_week (
  dataset_id uuid not null references street_dataset (id),
  week date not null,
  kind text not null,
  number_of integer not null check (number_of > 0),
  primary key (dataset_id, week, kind)
);
create table street_passed_on (
  dataset_id uuid not null references street_dataset (id),
  week date not null,
  origin_id uuid references mandate_source (id),
  number_of integer not null check (number_of > 0),
  unique nulls not distinct (dataset_id, week, origin_id)
);

do $$
declare
  name text;
begin
  foreach name in array array['street_dataset', 'mandate_alias_key', 'street_message', 'street_item', 'street_verdict', 'street_week', 'street_passed_on'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy worker on %I to vaern_worker using (true) with check (true)', name);
    execute format('grant select, insert, update, delete on %I to vaern_worker', name);
  end loop;
  foreach name in array array['street_dataset', 'street_week', 'street_passed_on'] loop
    execute format('create policy seen on %I for select to vaern_web using (sees_the_street())', name);
  end loop;
  -- Texts are for those who read them; the data protection officer sees the tree and not the leaves.
  foreach name in array array['street_message', 'street_item', 'street_verdict'] loop
    execute format('create policy seen on %I for select to vaern_web using (holds_role(array[''street_worker'', ''ssp'']))', name);
  end loop;
end
$$;
create policy written on street_dataset for insert to vaern_web with check (holds_role(array['street_worker', 'ssp']) and made_by = acting_account());
create policy changed on street_dataset for update to vaern_web using (holds_role(array['street_worker', 'ssp'])) with check (true);
create policy written on street_item for insert to vaern_web with check (holds_role(array['street_worker', 'ssp']));
create policy written on street_verdict for insert to vaern_web with check (holds_role(array['street_worker', 'ssp']) and reader_id = acting_account());
create policy changed on street_verdict for update to vaern_web using (reader_id = acting_account()) with check (reader_id = acting_account());

grant select, insert, update on street_dataset, street_verdict to vaern_web;
grant select, insert on street_item to vaern_web;
grant select on street_message, street_week, street_passed_on to vaern_web;

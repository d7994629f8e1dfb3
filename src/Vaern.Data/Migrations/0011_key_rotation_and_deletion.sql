-- Which of the municipality's keys the data keys are wrapped under, by its fingerprint. No row: it has never been rotated.
create table tenant_key (
  one boolean primary key default true check (one),
  id bytea not null check (octet_length(id) = 8),
  rotated_at timestamptz not null
);
alter table data_key add column under bytea check (octet_length(under) = 8);

-- A program that still holds the old key must not wrap anything under it: the old key is gone and so would be what it wrapped. A draft is
-- wrapped under its visitor's own key.
create function wrapped_under_current_key() returns trigger
language plpgsql security definer set search_path = public as $$
begin
  if new.kind <> 'draft' and exists (select from tenant_key where id is distinct from new.under) then
    raise exception 'the municipality''s key was rotated and this program holds an old one' using errcode = 'VK001';
  end if;
  return new;
end
$$;
create trigger current_key before insert or update of wrapped, kind on data_key for each row execute function wrapped_under_current_key();

-- What was made unreadable by destroying its key, and when (evidence format §6.1). Holds no content; drafts are not told of.
create table destroyed_key (
  id uuid primary key,
  kind text not null,
  destroyed_at timestamptz not null
);

-- Every copy of the key tables that a backup made, and how long it may be kept. Deletion is final when the last copy from before it has expired.
create table key_backup (
  id uuid primary key,
  taken_at timestamptz not null,
  kept_until timestamptz not null check (kept_until > taken_at)
);

create function note_destroyed_key() returns trigger
language plpgsql security definer set search_path = public as $$
begin
  if tg_table_name = 'data_key' then
    if old.kind <> 'draft' then
      insert into destroyed_key values (old.owner_id, old.kind, clock_timestamp()) on conflict (id) do nothing;
    end if;
  -- A key that was only locked away lies in locked_key; one that goes with its blob is told of by its owner.
  elsif exists (select from blob where id = old.blob_id) and not exists (select from locked_key where blob_id = old.blob_id) then
    insert into destroyed_key values (old.blob_id, 'file', clock_timestamp()) on conflict (id) do nothing;
  end if;
  return null;
end
$$;
create trigger destroyed after delete on data_key for each row execute function note_destroyed_key();
create trigger destroyed after delete on blob_key for each row execute function note_destroyed_key();
create trigger destroyed after delete on locked_key for each row execute function note_destroyed_key();

grant select on tenant_key, destroyed_key, key_backup to vaern_web, vaern_worker;
grant insert, update on tenant_key to vaern_worker;
grant insert on key_backup to vaern_worker;

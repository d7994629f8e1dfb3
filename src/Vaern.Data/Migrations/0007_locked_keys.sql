-- The key of a locked file leaves the table that reading and backups use. The web can put it here and destroy it, not read it;
-- a backup leaves these rows out, so no copy of the database opens the file.
create table locked_key (
  blob_id uuid primary key references blob (id) on delete cascade,
  wrapped bytea not null check (octet_length(wrapped) = 60)
);
insert into locked_key (blob_id, wrapped) select k.blob_id, k.wrapped from blob_key k join blob b on b.id = k.blob_id where b.locked_at is not null;
delete from blob_key k using blob b where b.id = k.blob_id and b.locked_at is not null;
grant insert, delete, select (blob_id) on locked_key to vaern_web, vaern_worker;

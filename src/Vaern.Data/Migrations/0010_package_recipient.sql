-- Who gets a package, for what and on what ground: sealed under the case's key. Null is the municipality's own file.
alter table package add column recipient bytea;

-- The RFC 3161 response over an item's hash, given when it was received (evidence format §5.7). Whole response, as .tsr.
alter table evidence_item add column stamp bytea;

-- Things outside the system have one kind of note. The acts of kind custody said the same, outside the custody chain and without a signature. Their text is
-- sealed to its place, so a job opens it, seals it anew as a note, and writes the line of the chain that was missing.
alter table custody_note drop constraint custody_note_kind_check;
alter table custody_note add constraint custody_note_kind_check check (kind in ('received', 'kept', 'with-staff', 'refused', 'handed-over', 'returned', 'correction'));
-- An act could hold more words than a note may; none of them are cut.
alter table custody_note drop constraint custody_note_body_check;
alter table custody_note add constraint custody_note_body_check check (octet_length(body) <= 32768);

-- Not valid: the rows that wait for the job stay until they are moved.
alter table case_act add constraint case_act_no_custody check (kind <> 'custody') not valid;
-- Acts stay append-only for everybody; the job takes away what it has moved and nothing else.
drop policy worker on case_act;
create policy worker_reads on case_act for select to vaern_worker using (true);
create policy worker_writes on case_act for insert to vaern_worker with check (true);
create policy worker_moves on case_act for delete to vaern_worker using (kind = 'custody');
grant delete on case_act to vaern_worker;

insert into job (id, kind, run_at) select gen_random_uuid(), 'custody.move', now() where exists (select 1 from case_act where kind = 'custody');

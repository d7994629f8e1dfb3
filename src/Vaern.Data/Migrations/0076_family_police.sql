-- The one hand-over to the police of a family: a draft is no hand-over yet, and one that was rejected or recalled no longer is. Accepted counts as received.
create or replace function family_police(wanted uuid) returns table (state text, asked_at timestamptz, decided_at timestamptz, received_at timestamptz)
language plpgsql stable security definer set search_path = public as $$
begin
  return query
    select case h.state when 'accepted' then 'received' else h.state end, h.asked_at, h.decided_at, h.received_at
    from family f join handover h on h.case_id = f.coordinator_case
    where f.id = wanted and in_family(wanted) and h.kind in ('police', 'anmelddet') and h.state in ('waiting', 'approved', 'received', 'accepted')
    order by h.asked_at desc, h.id limit 1;
end
$$;

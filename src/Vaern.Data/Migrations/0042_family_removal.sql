-- How the one removal stands, for every room of a family: how many places, and how many are gone. Nothing of what is removed or where. Asked by name, for the
-- ladder of a case is another capability's table and need not be there.
create function family_removal(wanted uuid) returns table (up integer, removed integer)
language plpgsql stable security definer set search_path = public as $$
declare
  room uuid;
begin
  if to_regclass('removal_content') is null or not in_family(wanted) then
    return;
  end if;
  select coordinator_case into room from family where id = wanted;
  if room is null then
    return;
  end if;
  return query execute
    'select count(*) filter (where state = ''up'')::integer, count(*) filter (where state = ''removed'')::integer from removal_content where owner_kind = ''case'' and owner_id = $1'
    using room;
end
$$;
grant execute on function family_removal(uuid) to vaern_web, vaern_worker;

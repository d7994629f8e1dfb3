-- Whether somebody sees the street is asked once a statement, not once a row: inside a sub-select it is, and counting a hundred thousand rows is quick.
do $$
declare
  name text;
begin
  foreach name in array array['mandate', 'mandate_source', 'source_proposal', 'open_profile', 'street_shift', 'phenomenon', 'platform_notice', 'mandate_reminder', 'street_dataset', 'street_week', 'street_passed_on'] loop
    execute format('alter policy seen on %I using ((select sees_the_street()))', name);
  end loop;
  foreach name in array array['street_message', 'street_item', 'street_verdict'] loop
    execute format('alter policy seen on %I using ((select holds_role(array[''street_worker'', ''ssp''])))', name);
  end loop;
end
$$;

-- An exercise has a number, and what it showed becomes the unit's own list. How a step went is read by the unit alone; that a unit has practised, and its share, by everybody.
alter table drill add column number text unique;

drop policy seen on drill_step;
create policy own on drill_step to vaern_web
  using (exists (select 1 from drill d join membership m on m.unit_id = d.unit_id where d.id = drill_step.drill_id and m.account_id = acting_account()))
  with check (exists (select 1 from drill d join membership m on m.unit_id = d.unit_id where d.id = drill_step.drill_id and m.account_id = acting_account()));

alter table unit_action drop constraint unit_action_source_check;
alter table unit_action add constraint unit_action_source_check check (source in ('review', 'plan', 'missing', 'key-person', 'drill'));

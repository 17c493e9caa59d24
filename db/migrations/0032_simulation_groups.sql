-- Rows of plans that could be merged: sets of them, as tasks are grouped, where pairs were listed before.
alter table plan_simulation_part drop constraint plan_simulation_part_of_a_kind;
-- A pair is a group of two, and every visit to an object in common but one is saved; those too far apart were no proposal.
delete from plan_simulation_part where part = 'pair' and not (figures ->> 'mergeable')::boolean;
update plan_simulation_part set part = 'group', figures = (figures - 'mergeable') || jsonb_build_object('saved', figures -> 'common',
    'items', (select count(distinct i.id) from jsonb_array_elements(figures -> 'rows') as r (line), jsonb_array_elements_text(r.line -> 'itemIds') as i (id)))
  where part = 'pair';
alter table plan_simulation_part add constraint plan_simulation_part_of_a_kind
  check (part in ('row', 'stratum', 'county', 'month', 'cell', 'office', 'item', 'combination', 'group'));

-- Whoever worked on a version does not approve it, also when another changed it last and handed it in.
alter table item
  add column authors uuid[] not null default '{}',
  add constraint item_not_by_authors check (published_by <> all (authors));
comment on column item.authors is 'Everybody who wrote or changed this version: never who publishes it.';
update item set authors = array[edited_by] where state in ('draft', 'submitted', 'returned');

alter table joint_item
  add column authors uuid[] not null default '{}',
  add constraint joint_item_not_by_authors check (published_by <> all (authors));
comment on column joint_item.authors is 'Everybody who wrote or changed this version: never who publishes it.';
update joint_item set authors = array[edited_by] where state in ('draft', 'submitted', 'returned');

alter table document_template
  add column authors uuid[] not null default '{}',
  add constraint document_template_not_by_authors check (state <> 'approved' or approved_by <> all (authors));
comment on column document_template.authors is 'Everybody who wrote or changed this version: never who approves it.';
update document_template set authors = array[edited_by] where state in ('draft', 'submitted');

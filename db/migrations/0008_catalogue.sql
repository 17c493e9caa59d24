-- The catalogue complete: layers, validity, guide and checklist by version, approval with an opinion, joint items, and typed other items of tasks.
create function checklist_lines(contents text[]) returns jsonb
  language sql immutable parallel safe
  as $$ select coalesce(jsonb_agg(jsonb_build_object('content', content, 'method', '', 'yes', '', 'no', '', 'materials', '[]'::jsonb) order by at), '[]')
    from unnest(contents) with ordinality as line (content, at) $$;

alter table item
  add column lines jsonb not null default '[]',
  add column layer text not null default 'local' constraint item_layer_known check (layer in ('national', 'provincial', 'local')),
  add column list_kind text not null default 'random' constraint item_list_kind_known check (list_kind in ('random', 'key', 'undisturbed')),
  add column parent_code text,
  add column local_basis text not null default '',
  add column sub_item text not null default '',
  add column bodies text[] not null default '{}',
  add column levels text[] not null default '{}',
  add column object_kinds text[] not null default '{}',
  add column ratio_floor_ppm integer,
  add column ratio_cap_ppm integer,
  add column frequency_cap integer,
  add column frequency_text text not null default '',
  add column requirements text not null default '',
  add column materials jsonb not null default '[]',
  add column follow_ups jsonb not null default '[]',
  add column responsible_office text not null default '',
  add column non_site boolean not null default false,
  add column duty_ref text not null default '',
  add column guide text not null default '',
  add column valid_from date,
  add column valid_to date,
  add column submitted_by uuid,
  add column submitted_by_name text,
  add column opinion text,
  add column opinion_by_name text,
  add column opinion_at timestamptz,
  add column retired_reason text,
  add constraint item_ratio_window check (ratio_floor_ppm <= ratio_cap_ppm);
update item set lines = checklist_lines(checklist);
drop function checklist_lines(text[]);
alter table item drop column checklist;
alter table item rename column lines to checklist;
comment on column item.checklist is '抽查记录表: what is looked at, in order, [{content, method, yes, no, materials}]; part of the version.';
comment on column item.layer is '清单层级: the province keeps national and provincial items, places below it local ones.';
comment on column item.list_kind is '清单类别: random 随机抽查, key 重点监管, undisturbed 无事不扰.';
comment on column item.parent_code is 'The item of a higher layer this one is based on; it may add to it and never weaken it (core/catalogue/weakens.ts).';
comment on column item.local_basis is 'The law of the place on which an item based on a higher one adds to it.';
comment on column item.frequency_cap is 'At most so many inspections of one object in a calendar year; null is no cap.';
comment on column item.valid_from is 'First day in force, set when it is published; a version before ends the day before.';
comment on column item.valid_to is 'Last day in force; null is open. Before valid_from: the version was replaced before it came into force.';

-- A city's own item is local; what a province has drafted so far is its own.
update item set layer = 'provincial' where org_path not like '%.%';
update item set valid_from = (published_at at time zone 'Asia/Shanghai')::date where published_at is not null;
-- The version before ends where the next one begins.
update item i set valid_to = n.valid_from - 1 from item n
  where i.state = 'superseded' and n.dept = i.dept and n.org_path = i.org_path and n.code = i.code and n.valid_from is not null
    and n.version = (select min(m.version) from item m where m.dept = i.dept and m.org_path = i.org_path and m.code = i.code and m.version > i.version and m.valid_from is not null);
alter table item drop constraint item_state_known;
alter table item add constraint item_state_known
  check (state in ('draft', 'submitted', 'returned', 'published', 'superseded', 'retired', 'discarded'));
-- A draft of before could be published as it stood: it is handed in.
update item set state = 'submitted', submitted_by = edited_by, submitted_by_name = edited_by_name where state = 'draft';
drop index item_draft_once;
create unique index item_draft_once on item (dept, org_path, code) where state in ('draft', 'submitted', 'returned');
alter table item add constraint item_valid_when_published check (state not in ('published', 'superseded', 'retired') or valid_from is not null);
create index item_in_force on item (dept, code, valid_from) where valid_from is not null;

alter table published.item
  add column layer text not null default 'local',
  add column list_kind text not null default 'random',
  add column valid_from date not null default '2000-01-01',
  add column valid_to date,
  add column content jsonb not null default '{}';
update published.item set valid_from = (published_at at time zone 'Asia/Shanghai')::date, layer = case when org_path like '%.%' then 'local' else 'provincial' end;
alter table published.item alter column valid_from drop default;
comment on table published.item is '抽查事项: every published version with its validity; the one whose validity holds today is in force.';
comment on column published.item.content is 'What the list says beyond its columns: guide, checklist, caps, bodies, materials; shapes of contract/catalogue.ts.';
create index published_item_history on published.item (org_path, org_name, code, version);

create table joint_item (
  id uuid primary key,
  code text not null,
  version integer not null,
  org_path text not null,
  dept text not null,
  field text not null,
  name text not null,
  items jsonb not null,
  object_scope text not null,
  initiator text not null,
  participants text[] not null,
  org_level text not null,
  impl_level text not null,
  period text not null default '',
  deadline date,
  contact_office text not null,
  basis text not null,
  valid_from date,
  valid_to date,
  state text not null constraint joint_item_state_known check (state in ('draft', 'submitted', 'returned', 'published', 'superseded', 'retired', 'discarded')),
  edited_by uuid not null,
  edited_by_name text not null,
  submitted_by uuid,
  submitted_by_name text,
  opinion text,
  opinion_by_name text,
  opinion_at timestamptz,
  published_by uuid,
  published_by_name text,
  published_at timestamptz,
  retired_reason text,
  updated_at timestamptz not null default now(),
  constraint joint_item_version_once unique (dept, org_path, code, version),
  constraint joint_item_valid_when_published check (state not in ('published', 'superseded', 'retired') or valid_from is not null)
);
comment on table joint_item is '部门联合抽查事项: who initiates, who takes part, at which levels; a version is frozen once published.';
comment on column joint_item.items is '抽查事项 by department: [{department, name}].';
create unique index joint_item_draft_once on joint_item (dept, org_path, code) where state in ('draft', 'submitted', 'returned');
grant select, insert, update on joint_item to mingjian_app;

create table published.joint_item (
  id uuid primary key, code text not null, version integer not null, org_path text not null, org_name text not null, field text not null, name text not null,
  items jsonb not null, object_scope text not null, initiator text not null, participants text[] not null, org_level text not null, impl_level text not null,
  period text not null, deadline date, contact_office text not null, basis text not null, valid_from date not null, valid_to date, published_at timestamptz not null
);
comment on table published.joint_item is '部门联合抽查事项清单: every published version with its validity.';
grant select, insert, update on published.joint_item to mingjian_app;
grant select on published.joint_item to mingjian_portal;

alter table task add column other_items jsonb not null default '[]';
comment on column task.other_items is '其他事项: typed by hand where the policy allows, [{name, remark}]; counted per organisation and year.';

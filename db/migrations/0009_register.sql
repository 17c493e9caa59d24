-- The register in time, and what hangs on its objects: versions, labels, special libraries, coverage of items, risk history, flags.
insert into entity_kind (code, zh, en) values
  ('site', '场所', 'site'), ('product', '产品', 'product'), ('project', '项目', 'project'), ('behaviour', '行为', 'behaviour'),
  ('equipment', '设备', 'equipment'), ('organisation', '其他组织', 'other organisation');

create table entity_event (code text primary key, zh text not null, en text not null, retired boolean not null default false);
grant select on entity_event to mingjian_app;
-- What makes or ends a version of an object; the same table as core/registers/entity-event.ts, and a test holds the two together.
insert into entity_event (code, zh, en) values
  ('entered', '设立入库', 'entered'), ('changed', '变更', 'changed'), ('revoked', '吊销', 'revoked'), ('deregistered', '注销', 'deregistered'),
  ('moved_out', '迁出', 'moved out'), ('moved_in', '迁入', 'moved in'), ('restored', '恢复', 'restored'), ('left', '移出名录', 'left the register'),
  ('undone', '撤销导入', 'import undone');

alter table entity
  add column owner_subject text,
  add column initials text,
  add column since timestamptz not null default now(),
  add column event text not null default 'entered',
  add column event_on date,
  add column source text not null default 'import';
comment on column entity.owner_subject is '所属主体: whose site, product, equipment … this is.';
comment on column entity.initials is 'Pinyin initials of the name, lower case: what a clerk types instead of the name.';
comment on column entity.since is 'When this version entered the register; what stood before is in entity_version.';
comment on column entity.event is 'What made this version (entity_event), and event_on the day it took effect at the registration authority.';
comment on column entity.source is 'Who said so: import, hand, quality, undo, or feed:<source>.';
update entity set since = updated_at;
alter table entity add constraint entity_event_known foreign key (event) references entity_event;
grant delete on entity to mingjian_app;
comment on table entity is '检查对象: the register as it stands, one row per subject; whoever leaves it stays in entity_version. Distributed by subject on Citus.';

create table entity_version (
  subject text not null,
  since timestamptz not null,
  until timestamptz not null,
  event text not null,
  event_on date,
  source text not null,
  import_id uuid,
  ended_event text not null,
  ended_by text not null,
  name text not null,
  kind text not null,
  entity_type text,
  region_path text not null,
  established date,
  capital_yuan bigint,
  capital_text text,
  scope text,
  address text,
  legal_rep text,
  state text not null,
  industry text,
  labels text[] not null,
  owner_subject text,
  initials text,
  primary key (subject, since),
  constraint entity_version_window check (since <= until)
);
comment on table entity_version is '名录历史: evidence, appended. A version of an object that stood from since until until, and what ended it (import:<id>, feed:<source>/<seq>, the id of a command). Distributed by subject.';
create index entity_version_at on entity_version (region_path collate "C", subject collate "C", since);
create index entity_version_by_end on entity_version (ended_by);
grant select, insert on entity_version to mingjian_app;

-- Labels: three tiers, a reach, an end.
create table label (
  id uuid primary key,
  name text not null constraint label_name_once unique,
  tier text not null constraint label_tier_known check (tier in ('major', 'middle', 'minor')),
  parent_id uuid constraint label_parent_known references label,
  reach text not null constraint label_reach_known check (reach in ('province', 'region', 'office')),
  org_path text not null,
  dept text not null,
  org_name text not null,
  valid_to date not null default '9999-12-31',
  state text not null default 'active' constraint label_state_known check (state in ('active', 'retired')),
  note text not null default '',
  edited_by uuid,
  edited_by_name text not null,
  updated_at timestamptz not null default now()
);
comment on table label is '监管标签: 大类 and 中类 are the province''s, 小类 may be made below; reach says whose objects may carry it (全省, 本地区, 本局). Names are whole, with the prefix of their place.';
create index label_under on label (parent_id);
grant select, insert, update on label to mingjian_app;

create table label_batch (
  id uuid primary key,
  label_id uuid not null constraint label_batch_label_known references label,
  action text not null constraint label_batch_action_known check (action in ('attach', 'detach')),
  filter jsonb not null,
  reason text not null,
  org_path text not null,
  dept text not null,
  org_name text not null,
  state text not null constraint label_batch_state_known check (state in ('running', 'done', 'undoing', 'undone', 'failed')),
  expected integer not null,
  objects integer not null default 0,
  started_by uuid not null,
  started_by_name text not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  undone_by uuid,
  undone_by_name text,
  undone_at timestamptz
);
comment on table label_batch is '批量打标签: one label put on or taken off all objects of a query at once, and undone as one.';
create index label_batch_by_time on label_batch (started_at desc, id desc);
grant select, insert, update on label_batch to mingjian_app;
alter table label_batch enable row level security;
create policy label_batch_scope on label_batch to mingjian_app using (in_scope(org_path));
create unlogged table label_batch_object (batch_id uuid not null, subject text not null, primary key (batch_id, subject));
comment on table label_batch_object is 'Staging: the objects that a label batch still has to change, found once and taken off as they are done. Unlogged, because a batch that lost them finds the rest again. Distributed by subject.';
grant select, insert, delete on label_batch_object to mingjian_app;

create table entity_label (
  subject text not null,
  label_id uuid not null,
  since date not null,
  valid_to date not null default '9999-12-31',
  origin text not null,
  batch_id uuid,
  set_by uuid,
  set_by_name text not null,
  set_at timestamptz not null,
  primary key (subject, label_id)
);
comment on table entity_label is '对象标签: the labels an object carries; entity.labels holds their names for frames and lists. origin is import, hand, batch, library or feed; batch_id the import or label_batch that put it there. Distributed by subject.';
create index entity_label_of on entity_label (label_id, subject);
create index entity_label_of_batch on entity_label (batch_id, subject);
create index entity_label_ending on entity_label (valid_to, subject) where valid_to < '9999-01-01';
grant select, insert, update, delete on entity_label to mingjian_app;
create table entity_label_past (
  subject text not null,
  label_id uuid not null,
  since date not null,
  valid_to date not null,
  origin text not null,
  batch_id uuid,
  set_by uuid,
  set_by_name text not null,
  set_at timestamptz not null,
  ended_at timestamptz not null,
  ended_by text not null,
  ended_by_name text not null,
  primary key (subject, label_id, set_at, ended_at)
);
comment on table entity_label_past is '标签历史: evidence, appended. Labels that objects carried, and what took them off (batch:<id>, import:<id>, library:<id>, expiry, the id of a command). Distributed by subject.';
create index entity_label_past_by on entity_label_past (ended_by);
grant select, insert on entity_label_past to mingjian_app;

-- Special libraries: one entry per object, label and licence.
create table library (
  id uuid primary key,
  name text not null,
  org_path text not null,
  dept text not null,
  org_name text not null,
  object_kinds text[] not null default '{}',
  joint boolean not null default false,
  note text not null default '',
  state text not null default 'active' constraint library_state_known check (state in ('active', 'retired')),
  edited_by uuid not null,
  edited_by_name text not null,
  updated_at timestamptz not null,
  constraint library_name_once unique (org_path, dept, name)
);
comment on table library is '专项库: a department''s library of objects by label and licence (domain.md §4.4).';
create table library_label (
  library_id uuid not null constraint library_label_library_known references library,
  label_id uuid not null constraint library_label_label_known references label,
  primary key (library_id, label_id)
);
comment on table library_label is '专项库标签: the labels that entries of a library give to their objects.';
grant select, insert, update on library to mingjian_app;
grant select, insert, delete on library_label to mingjian_app;
alter table library enable row level security;
create policy library_scope on library to mingjian_app using (in_scope(org_path));

create table library_entry (
  subject text not null,
  id uuid not null,
  library_id uuid not null,
  label_id uuid not null,
  licence_name text not null default '',
  licence_no text not null default '',
  licence_issuer text not null default '',
  approved_on date,
  valid_to date not null default '9999-12-31',
  qualifications text[] not null default '{}',
  expert_kinds text[] not null default '{}',
  check_org text not null default '',
  state text not null constraint library_entry_state_known check (state in ('valid', 'invalid')),
  state_reason text not null default '',
  import_id uuid,
  set_by uuid,
  set_by_name text not null,
  set_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (subject, id),
  constraint library_entry_once unique (subject, library_id, label_id, licence_no)
);
comment on table library_entry is '专项库条目: 同一主体 + 监管标签 + 专项库 + 许可证号 only once. A valid entry gives its label, the last invalid one takes it. Long validity is 9999-12-31. Distributed by subject.';
create index library_entry_of on library_entry (library_id, subject);
create index library_entry_of_import on library_entry (import_id, subject);
create index library_entry_ending on library_entry (valid_to, subject) where state = 'valid' and valid_to < '9999-01-01';
grant select, insert, update, delete on library_entry to mingjian_app;

-- Which objects an item covers: by label, by library, by kind of object; and one by one in entity_item.
create table item_coverage (
  dept text not null,
  org_path text not null,
  item_code text not null,
  target text not null constraint item_coverage_target_known check (target in ('label', 'library', 'kind')),
  target_id text not null,
  set_by uuid,
  set_by_name text not null,
  set_at timestamptz not null,
  primary key (dept, org_path, item_code, target, target_id)
);
comment on table item_coverage is '事项适用范围: an item of a department covers the objects with this label, in this library, or of this kind, in the place of org_path.';
create index item_coverage_of on item_coverage (target, target_id);
grant select, insert, delete on item_coverage to mingjian_app;

create view item_object with (security_invoker = true) as
  select dept, item_code, subject, null::text as org_path from entity_item
  union all select c.dept, c.item_code, l.subject, c.org_path from item_coverage c join entity_label l on l.label_id = case c.target when 'label' then c.target_id::uuid end
  union all select c.dept, c.item_code, l.subject, c.org_path from item_coverage c
    join library_entry l on l.library_id = case c.target when 'library' then c.target_id::uuid end and l.state = 'valid'
  union all select c.dept, c.item_code, e.subject, c.org_path from item_coverage c join entity e on c.target = 'kind' and e.kind = c.target_id;
comment on view item_object is '适用事项, both ways: the objects of an item and the items of an object, once for each rule that says so. A rule holds for objects in its org_path, which whoever reads this asks of the object; null: named one by one, wherever it is.';
grant select on item_object to mingjian_app;

-- Risk in time, and other flags that files and feeds bring.
create table entity_risk_history (
  subject text not null,
  recorded_at timestamptz not null,
  risk_class text not null,
  as_of date not null,
  source text not null,
  import_id uuid,
  primary key (subject, recorded_at)
);
comment on table entity_risk_history is '信用风险等级历史: evidence, appended. Every class a subject was given, whoever may see it as entity_risk. Distributed by subject.';
create index entity_risk_history_of_import on entity_risk_history (import_id, subject);
grant select, insert on entity_risk_history to mingjian_app;
insert into entity_risk_history (subject, recorded_at, risk_class, as_of, source, import_id) select subject, updated_at, risk_class, as_of, source, import_id from entity_risk;
create index entity_risk_of_class on entity_risk (risk_class, subject);
create index entity_risk_of_import on entity_risk (import_id, subject);
grant delete on entity_risk to mingjian_app;

create table flag_kind (code text primary key, zh text not null, en text not null, retired boolean not null default false);
grant select on flag_kind to mingjian_app;
insert into flag_kind (code, zh, en) values
  ('abnormal', '经营异常名录', 'on the list of abnormal operations'), ('serious', '严重违法失信名单', 'on the list of serious breaches'),
  ('report_missing', '未按期年报', 'annual report missing'), ('complaints', '投诉举报集中', 'many complaints'), ('dormant', '歇业备案', 'dormant by filing');
create table entity_flag (
  subject text not null,
  flag text not null,
  since date not null,
  until date,
  source text not null,
  import_id uuid,
  recorded_at timestamptz not null,
  primary key (subject, flag, since),
  constraint entity_flag_known foreign key (flag) references flag_kind
);
comment on table entity_flag is '风险与信用标记: brought by imports and feeds; seen with risk.read only. Distributed by subject.';
create index entity_flag_of on entity_flag (flag, subject) where until is null;
create index entity_flag_of_import on entity_flag (import_id, subject);
grant select, insert, update, delete on entity_flag to mingjian_app;

insert into label (id, name, tier, reach, org_path, dept, org_name, edited_by_name)
  select gen_random_uuid(), v.value, 'minor', 'province', coalesce((select path from org order by length(path), path limit 1), ''), coalesce((select dept from org order by length(path), path limit 1), ''), '', '系统'
  from register_value v where v.field = 'label' on conflict do nothing;
insert into entity_label (subject, label_id, since, origin, set_by_name, set_at)
  select e.subject, l.id, e.updated_at::date, 'import', '系统', e.updated_at from entity e cross join unnest(e.labels) as n(name) join label l on l.name = n.name
  where e.labels <> '{}' on conflict do nothing;

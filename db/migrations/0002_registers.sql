-- 一单两库: the register of inspection objects, the officer register, the catalogue of items, and imports.
create function bigrams(value text) returns text[]
  language sql immutable parallel safe strict
  as $$ select coalesce(array_agg(distinct substr(value, i, 2)), '{}') from generate_series(1, greatest(length(value) - 1, 1)) as i $$;
comment on function bigrams(text) is 'Every two neighbouring characters: an index that answers two-character Chinese name queries.';

create table entity_kind (code text primary key, zh text not null, en text not null, retired boolean not null default false);
create table entity_state (code text primary key, zh text not null, en text not null, retired boolean not null default false);
grant select on entity_kind, entity_state to mingjian_app;
insert into entity_kind (code, zh, en) values
  ('enterprise', '企业', 'enterprise'), ('individual', '个体工商户', 'individual business'), ('cooperative', '农民专业合作社', 'farmers'' cooperative'),
  ('rep_office', '外国企业常驻代表机构', 'representative office'), ('other', '其他', 'other');
insert into entity_state (code, zh, en) values
  ('active', '存续', 'active'), ('deregistered', '注销', 'deregistered'), ('revoked', '吊销', 'revoked'), ('moved_out', '迁出', 'moved out');

create table entity (
  subject text primary key,
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
  state text not null default 'active',
  import_id uuid,
  updated_at timestamptz not null default now(),
  constraint entity_kind_known foreign key (kind) references entity_kind,
  constraint entity_state_known foreign key (state) references entity_state
);
comment on table entity is '检查对象: one row per subject; distributed by subject on Citus.';
comment on column entity.legal_rep is 'Personal data: shown masked, never exported in the clear.';
create index entity_by_region on entity (region_path text_pattern_ops, subject);
create index entity_by_name on entity using gin (bigrams(name));
grant select, insert, update on entity to mingjian_app;

create table import_batch (
  id uuid primary key,
  kind text not null constraint import_kind_known check (kind in ('entity', 'officer')),
  file_id uuid not null constraint import_file_known references file,
  org_path text not null,
  dept text not null,
  started_by uuid not null,
  started_by_name text not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  encoding text,
  rows_read bigint not null default 0,
  rows_added bigint not null default 0,
  rows_changed bigint not null default 0,
  rows_unchanged bigint not null default 0,
  rejected jsonb not null default '{}'
);
comment on table import_batch is '导入批次: one file brought into a register, with the sum of what became of its rows.';
create index import_by_time on import_batch (started_at desc, id desc);
grant select, insert, update on import_batch to mingjian_app;

create unlogged table import_row (
  import_id uuid not null,
  row_no bigint not null,
  subject text not null,
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
  state text not null
);
comment on table import_row is 'Staging: filled by COPY, merged in one transaction, emptied. Unlogged, because a crash restarts the import from the file.';
create index import_row_of on import_row (import_id);
grant select, insert, delete on import_row to mingjian_app;

create table import_rejection (
  import_id uuid not null,
  row_no bigint not null,
  field text not null,
  reason text not null,
  value text not null,
  name text,
  primary key (import_id, row_no, field)
);
comment on table import_rejection is '被拒行: why a row of a file was not taken, one row per field that stands against it.';
create index import_rejection_by_reason on import_rejection (import_id, reason, row_no, field);
grant select, insert, delete on import_rejection to mingjian_app;

create table officer (
  id uuid primary key,
  staff_no text not null,
  name text not null,
  org_path text not null,
  dept text not null,
  org_name text not null,
  certificate_no text not null,
  certificate_valid_to date not null,
  item_scope text[] not null default '{}',
  state text not null default 'active' constraint officer_state_known check (state in ('active', 'suspended')),
  unavailable daterange[] not null default '{}',
  import_id uuid,
  updated_at timestamptz not null default now(),
  constraint officer_staff_no_once unique (staff_no, dept)
);
comment on table officer is '执法检查人员. item_scope is empty when the officer may enforce every item of the department.';
create index officer_by_org on officer (org_path text_pattern_ops, id);
grant select, insert, update on officer to mingjian_app;

create table recusal (
  id uuid primary key,
  officer_id uuid not null constraint recusal_officer_known references officer,
  subject text not null,
  reason text not null,
  note text not null default '',
  declared_by uuid not null,
  declared_at timestamptz not null,
  constraint recusal_once unique (officer_id, subject)
);
comment on table recusal is '回避: this officer never inspects this object.';
create index recusal_of_subject on recusal (subject);
grant select, insert on recusal to mingjian_app;

create table item (
  id uuid primary key,
  code text not null,
  version integer not null,
  org_path text not null,
  dept text not null,
  category text not null,
  name text not null,
  item_class text not null constraint item_class_known check (item_class in ('general', 'key')),
  basis text not null,
  object_scope text not null,
  methods text[] not null,
  checklist text[] not null default '{}',
  state text not null constraint item_state_known check (state in ('draft', 'published', 'superseded')),
  edited_by uuid not null,
  edited_by_name text not null,
  published_by uuid,
  published_by_name text,
  published_at timestamptz,
  updated_at timestamptz not null default now(),
  constraint item_version_once unique (dept, org_path, code, version)
);
comment on table item is '抽查事项: a version is frozen once published; a change is a new version.';
create unique index item_draft_once on item (dept, org_path, code) where state = 'draft';
grant select, insert, update on item to mingjian_app;

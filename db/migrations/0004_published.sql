-- What the public may read: copies made by an act of publication, in a schema of their own, read by a role that can read nothing else.
create table published.item (
  id uuid primary key, code text not null, version integer not null, org_path text not null, org_name text not null, category text not null,
  name text not null, item_class text not null, basis text not null, object_scope text not null, methods text[] not null, published_at timestamptz not null
);
comment on table published.item is '抽查事项: the version in force.';
create table published.plan (
  id uuid primary key, plan_no text not null, year integer not null, name text not null, org_path text not null, org_name text not null,
  rows jsonb not null, published_at timestamptz not null
);
comment on table published.plan is '年度抽查工作计划 as published.';
create table published.task (
  id uuid primary key, task_no text not null, plan_no text not null, plan_name text not null, name text not null, directed boolean not null,
  org_path text not null, org_name text not null, items text[] not null, object_scope text not null, from_on date not null, to_on date not null,
  drawn integer not null, published_at timestamptz not null
);
comment on table published.task is '抽查任务公告: a task whose objects are drawn and closed.';
create table published.draw (
  id text primary key, task_id uuid not null, kind text not null, state text not null, org_path text not null, org_name text not null, task_name text not null,
  suite text not null, mode text not null, register_count bigint, excluded jsonb not null, pool_size bigint, pool_root text, commit_hash text, seed text,
  selected_count bigint, strata jsonb not null, parties jsonb not null, committed_at timestamptz, result_at timestamptz, verdict text, checks jsonb not null,
  bundle_sha256 text, pool_sha256 text, files jsonb not null default '[]', void_reason text, reveal_by timestamptz, voided_at timestamptz, closed_at timestamptz, published_at timestamptz not null
);
comment on table published.draw is 'Every draw from its COMMIT on, those that ended VOID included.';
comment on column published.draw.files is 'Files that the bundle names by hash: [{name, sha256, size}].';
create table published.drawn (
  subject text not null, draw_id text not null, order_no integer not null, name text not null, region_name text not null, stratum text not null, ticket text not null,
  primary key (subject, draw_id)
);
comment on table published.drawn is '抽中名单: the drawn by name, in ticket order.';
create index drawn_in_order on published.drawn (draw_id, order_no);
create table published.result (
  subject text not null, visit_id uuid not null, task_id uuid not null, task_no text not null, task_name text not null, plan_no text not null, plan_name text not null, directed boolean not null,
  org_path text not null, org_name text not null, name text not null, region_name text not null, date date not null, method text not null,
  items jsonb not null, outcome text not null, outcome_zh text not null, problem boolean not null, disposal text, demo boolean not null, published_at timestamptz not null,
  primary key (subject, visit_id)
);
comment on table published.result is '检查结果: one object in one task, as reviewed.';
create index result_by_time on published.result (published_at desc, visit_id desc);
create index result_by_visit on published.result (visit_id);
create index result_of_task on published.result (task_id, subject);
create index result_by_name on published.result using gin (bigrams(name));
create table published.entity (
  subject text primary key, name text not null, kind_zh text not null, region_name text not null
);
comment on table published.entity is 'Objects that the public has reason to look up: those with a published draw or result.';
grant select, insert, update on all tables in schema published to mingjian_app;
grant delete on published.drawn, published.item to mingjian_app;
grant select on all tables in schema published to mingjian_portal;
grant execute on function public.bigrams(text) to mingjian_portal;

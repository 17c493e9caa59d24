-- The annual plan as a bureau works it: richer rows that keep their identity over versions, adjustment, cancelled rows, every published version kept.
alter table plan drop constraint plan_state_known;
alter table plan
  add constraint plan_state_known check (state in ('draft', 'submitted', 'approved', 'published', 'adjusting', 'adjust_submitted', 'adjust_approved', 'cancelled')),
  add column kind text not null default 'own' constraint plan_kind_known check (kind in ('own', 'internal', 'joint')),
  add column doc_no text not null default '',
  add column version integer not null default 0 constraint plan_version_counts check (version >= 0),
  add column published_at timestamptz,
  add column edited_by uuid[] not null default '{}',
  add column submitted_by_name text,
  add column approved_by_name text,
  add column adjust_reason text,
  add column cancel_reason text,
  add column copied_from uuid constraint plan_copy_known references plan,
  add constraint plan_cancelled_with_reason check (state <> 'cancelled' or coalesce(cancel_reason, '') <> '');
comment on table plan is '年度抽查工作计划: drafted by one person, approved by another, published; adjusted and published again as the next version.';
comment on column plan.kind is 'own: one office; internal: several offices of the department (内部综合); joint: several departments (跨部门).';
comment on column plan.version is 'The version that is public and rules; 0 before the first publication.';
comment on column plan.edited_by is 'Who worked on it since it was last published: like the drafter, never who approves it.';
comment on column plan.doc_no is '发文文号: the number of the paper under which the plan goes out.';

alter table plan_row
  alter column rate_ppm drop not null,
  drop constraint plan_row_seq_once,
  -- Rows are renumbered in one statement: the order is judged when it is done.
  add constraint plan_row_seq_once unique (plan_id, seq) deferrable initially immediate,
  add column state text not null default 'planned' constraint plan_row_state_known check (state in ('planned', 'cancelled')),
  add column cancel_reason text,
  add column checks text not null default 'subject' constraint plan_row_checks_known check (checks in ('subject', 'premises')),
  add column items_fixed boolean not null default true,
  add column filter jsonb not null default '{"version": 1, "all": []}',
  add column stratify_by text not null default 'none',
  add column strata jsonb not null default '[]',
  add column methods text[] not null default '{onsite}',
  add column offices text[] not null default '{}',
  add column level text not null default 'self' constraint plan_row_level_known check (level in ('self', 'down')),
  add column parties jsonb not null default '[]',
  add column joint_item_id uuid constraint plan_row_joint_item_known references joint_item,
  add column frequency text not null default '',
  add column target_text text not null default '',
  add column remark text not null default '',
  add column updated_at timestamptz not null default now(),
  add constraint plan_row_cancelled_with_reason check (state <> 'cancelled' or coalesce(cancel_reason, '') <> '');
update plan_row set strata = jsonb_build_array(jsonb_build_object('name', '全部', 'values', '[]'::jsonb, 'ratePpm', rate_ppm, 'rounding', 'half-up'));
alter table plan_row add constraint plan_row_strata_some check (jsonb_typeof(strata) = 'array' and jsonb_array_length(strata) > 0);
alter table plan_row alter column strata drop default;
comment on table plan_row is '计划行: one intended task of a plan, as it is being worked on; what rules is the last plan_version. A row once published is cancelled, never deleted.';
comment on column plan_row.rate_ppm is 'The ratio of the whole row, where one follows from its strata; null where they are counts without a base.';
comment on column plan_row.strata is 'By class of risk or another field: {name, values, ratePpm and rounding | count, base?}; base is how many objects stood there when it was planned.';
comment on column plan_row.checks is 'subject: 经营主体; premises: 场所（区域） (甘肃 定项/不定项, 主体/场所).';
comment on column plan_row.items_fixed is '定项: all of the items; otherwise which of them is decided by the task (不定项).';
comment on column plan_row.level is 'self: 本级查; down: drawn here, inspected by the level below (抽给下级查).';
comment on column plan_row.parties is 'Other departments that take part: {dept, orgPath, orgName, itemIds}.';
create index plan_row_of_joint_item on plan_row (joint_item_id) where joint_item_id is not null;

create table plan_version (
  plan_id uuid not null constraint plan_version_plan_known references plan,
  version integer not null constraint plan_version_from_one check (version >= 1),
  plan_no text not null,
  name text not null,
  kind text not null,
  doc_no text not null,
  rows jsonb not null,
  reason text not null,
  submitted_by uuid not null,
  submitted_by_name text not null,
  approved_by uuid not null,
  approved_by_name text not null,
  published_by uuid not null,
  published_by_name text not null,
  published_at timestamptz not null,
  primary key (plan_id, version),
  constraint plan_version_four_eyes check (submitted_by <> approved_by)
);
comment on table plan_version is 'Evidence, appended: the plan with all its rows as it was published each time, and why. No grant lets the application change or delete one.';
comment on column plan_version.rows is 'All rows, cancelled ones included, by seq; keys as in server/plans/row-store.ts.';
comment on column plan_version.reason is 'Why it was adjusted; empty for the first.';
grant select, insert on plan_version to mingjian_app;

update plan set submitted_by_name = (select a.name from actor a where a.id = plan.submitted_by),
  approved_by_name = (select a.name from actor a where a.id = plan.approved_by);

-- What was published before versions were kept becomes version 1 of itself; who submitted is not asked of plans made before there were two names.
update plan set version = 1,
    published_at = (select p.published_at from published.plan p where p.id = plan.id)
  where state = 'published' and exists (select from published.plan p where p.id = plan.id);
insert into plan_version (plan_id, version, plan_no, name, kind, doc_no, rows, reason, submitted_by, submitted_by_name,
    approved_by, approved_by_name, published_by, published_by_name, published_at)
  select p.id, 1, p.plan_no, p.name, p.kind, p.doc_no, r.rows, '', coalesce(p.submitted_by, p.created_by), coalesce(s.name, p.created_by_name),
    p.approved_by, coalesce(a.name, ''), p.approved_by, coalesce(a.name, ''), p.published_at
  from plan p
    left join actor s on s.id = coalesce(p.submitted_by, p.created_by) left join actor a on a.id = p.approved_by
    cross join lateral (select coalesce(jsonb_agg(jsonb_build_object('id', w.id, 'seq', w.seq, 'state', w.state, 'cancelReason', w.cancel_reason,
        'name', w.name, 'itemIds', to_jsonb(w.item_ids), 'itemNames', (select coalesce(jsonb_agg(i.name order by o.n), '[]') from unnest(w.item_ids)
          with ordinality o(id, n) join item i on i.id = o.id), 'directed', w.directed, 'objectScope', w.object_scope, 'ratePpm', w.rate_ppm,
        'from', w.from_on, 'to', w.to_on, 'office', w.office, 'checks', w.checks, 'itemsFixed', w.items_fixed, 'filter', w.filter,
        'stratifyBy', w.stratify_by, 'strata', w.strata, 'methods', to_jsonb(w.methods), 'offices', to_jsonb(w.offices), 'level', w.level,
        'parties', w.parties, 'jointItemId', w.joint_item_id, 'frequency', w.frequency, 'targetText', w.target_text, 'remark', w.remark)
        order by w.seq), '[]') as rows from plan_row w where w.plan_id = p.id) r
  where p.version = 1 and p.approved_by is not null;

-- The rows that rule: of the version that is public, while an adjustment is worked on, without those it cancelled. Read under the policies of who asks.
create view plan_row_in_force with (security_invoker = true) as
  select p.id as plan_id, p.org_path, p.dept, p.year, p.kind, v.version, (w.row ->> 'id')::uuid as id, (w.row ->> 'seq')::int as seq, w.row ->> 'name' as name,
    (w.row ->> 'from')::date as from_on, (w.row ->> 'to')::date as to_on, w.row ->> 'office' as office, w.row
  from plan p join plan_version v on v.plan_id = p.id and v.version = p.version cross join lateral jsonb_array_elements(v.rows) w(row)
  where p.state <> 'cancelled' and w.row ->> 'state' = 'planned';
comment on view plan_row_in_force is 'The rows of published plans as they rule today, adjustments under way left out.';
grant select on plan_row_in_force to mingjian_app;

alter table published.plan
  add column version integer not null default 1,
  add column kind text not null default 'own',
  add column doc_no text not null default '',
  add column cancelled_at timestamptz,
  add column cancel_reason text;
comment on table published.plan is '年度抽查工作计划 as published: the version in force. Every version is in published.plan_version.';
create table published.plan_version (
  id uuid not null, version integer not null, plan_no text not null, name text not null, kind text not null, doc_no text not null, rows jsonb not null,
  reason text not null, published_at timestamptz not null, primary key (id, version)
);
comment on table published.plan_version is 'Every version of a plan that was ever public, appended; rows by contract PublicPlanRow, without classes of risk.';
insert into published.plan_version (id, version, plan_no, name, kind, doc_no, rows, reason, published_at)
  select id, version, plan_no, name, kind, doc_no, rows, '', published_at from published.plan;
grant select, insert on published.plan_version to mingjian_app;
grant select on published.plan_version to mingjian_portal;

-- A row cannot be cancelled while a task carries it out, whosever it is: counts leave this, no task does.
create function plan_rows_with_tasks(rows uuid[])
  returns table (row_id uuid, tasks integer)
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select plan_row_id, count(*)::int from task where plan_row_id = any (rows) and state <> 'cancelled' group by plan_row_id $$;
comment on function plan_rows_with_tasks(uuid[]) is 'How many tasks that were not cancelled carry out each of these rows.';
revoke execute on function plan_rows_with_tasks(uuid[]) from public;
grant execute on function plan_rows_with_tasks(uuid[]) to mingjian_app;

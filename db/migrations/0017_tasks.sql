-- Tasks whole: where they come from, who takes part and agreed, what they inspect, batches, and 三无 held by the database itself.
create table task_source (code text primary key, zh text not null, en text not null, planned boolean not null, seq integer not null, retired boolean not null default false);
grant select on task_source to mingjian_app;
-- The same table as core/tasks/source.ts, and a test holds the two together. planned: counts as a planned visit (国办发〔2024〕54号: 触发式检查 is counted apart).
insert into task_source (code, zh, en, planned, seq) values
  ('plan', '年度计划', 'annual plan', true, 1),
  ('temporary', '临时任务', 'temporary task', true, 2),
  ('complaint', '投诉举报', 'complaint', false, 3),
  ('transferred', '转办交办', 'transferred case', false, 4),
  ('monitoring', '数据监测', 'data monitoring', false, 5),
  ('superior', '上级部署', 'order of a superior', false, 6),
  ('special', '专项检查', 'special campaign', true, 7);

-- 清单之外无检查: an item that was published once can be inspected by tasks that froze it, also when it is superseded later.
alter table item
  add column published_once boolean not null generated always as (published_at is not null) stored,
  add constraint item_published_once unique (id, published_once);
comment on column item.published_once is 'Ever published; follows from published_at, and is what tasks refer to.';

alter table task
  alter column plan_row_id drop not null,
  add column source text not null default 'plan' constraint task_source_of references task_source,
  add column directed boolean not null default false,
  add column object_scope text not null default '',
  add column reason text not null default '',
  add column origin jsonb,
  add column approval_no text,
  add column filing_no text,
  add column filed_on date,
  add column submitted_by uuid,
  add column submitted_by_name text,
  add column decided_by uuid,
  add column decided_by_name text,
  add column decided_at timestamptz,
  add column opinion text,
  add column cancelled_reason text,
  add column lead_item_id uuid not null generated always as (item_ids[1]) stored,
  add column item_published boolean not null generated always as (true) stored,
  add constraint task_lead_item_published foreign key (lead_item_id, item_published) references item (id, published_once),
  add constraint task_state_once unique (id, state),
  add constraint task_row_of_plan check ((source = 'plan') = (plan_row_id is not null)),
  add constraint task_reason_given check (source = 'plan' or reason <> ''),
  add constraint task_four_eyes check (decided_by <> submitted_by and decided_by <> created_by);
alter table task drop constraint task_state_known;
alter table task add constraint task_state_known check (state in ('draft', 'submitted', 'confirmed', 'drawn', 'executing', 'done', 'cancelled'));
alter table task
  add constraint task_decided check (source = 'plan' or decided_by is not null or state in ('draft', 'submitted', 'cancelled')),
  add constraint task_special_filed check (source <> 'special' or state in ('draft', 'submitted', 'cancelled') or (approval_no <> '' and filing_no <> '' and filed_on is not null));
update task t set directed = r.directed, object_scope = r.object_scope from plan_row r where r.id = t.plan_row_id;
comment on column task.source is '任务来源: task_source.';
comment on column task.object_scope is '抽查对象范围, in words: of the plan row, or as typed.';
comment on column task.origin is 'Triggered tasks: {refNo, date, from, summary, evidenceFile}.';
comment on column task.approval_no is '专项检查: the document that approved it; filing_no and filed_on say where it is on file (上海市行政检查条例).';
comment on column task.lead_item_id is 'The first item: no task is without a published one (三无: 清单之外无检查).';
comment on constraint task_lead_item_published on task is 'No task without an item that was published.';

create table task_item (
  task_id uuid not null constraint task_item_task_known references task,
  item_id uuid not null,
  item_published boolean not null default true constraint task_item_published check (item_published),
  dept text not null,
  seq integer not null,
  share_ppm integer not null default 1000000 constraint task_item_share_sane check (share_ppm between 1 and 1000000),
  primary key (task_id, item_id),
  constraint task_item_item_published foreign key (item_id, item_published) references item (id, published_once)
);
comment on table task_item is '任务事项: the item versions a task inspects, frozen; share_ppm: inspected at the first so many of the drawn, in the order of the lot.';
grant select, insert, delete on task_item to mingjian_app;
insert into task_item (task_id, item_id, dept, seq)
  select t.id, x.id, t.dept, x.n from task t, unnest(t.item_ids) with ordinality as x (id, n)
  union all select p.task_id, x.id, p.dept, x.n from task_participant p, unnest(p.item_ids) with ordinality as x (id, n)
  on conflict do nothing;

alter table task_participant
  add column state text not null default 'invited' constraint task_participant_state_known check (state in ('invited', 'accepted', 'declined')),
  add column reason text not null default '',
  add column answered_by uuid,
  add column answered_by_name text,
  add column answered_at timestamptz,
  add constraint task_participant_declined_why check (state <> 'declined' or reason <> '');
update task_participant set state = 'accepted';
comment on column task_participant.state is '配合部门 answers the invitation before the task is confirmed.';
grant update on task_participant to mingjian_app;

create table task_object (
  subject text not null,
  task_id uuid not null,
  seq integer not null,
  name text not null,
  region_path text not null,
  region_name text not null,
  address text,
  primary key (subject, task_id)
);
comment on table task_object is '任务点名对象: whom a triggered task names, with names as they were; nobody is drawn. Keyed by subject.';
create index task_object_of_task on task_object (task_id, seq);
grant select, insert, delete on task_object to mingjian_app;

create table task_officer (
  task_id uuid not null constraint task_officer_task_known references task,
  officer_id uuid not null constraint task_officer_officer_known references officer,
  role text not null constraint task_officer_role_known check (role in ('lead', 'assist', 'expert')),
  primary key (task_id, officer_id)
);
comment on table task_officer is '任务指定人员: who inspects what a triggered task names; proposed by one person, approved by another.';
grant select, insert, delete on task_officer to mingjian_app;

create table task_batch (
  task_id uuid not null constraint task_batch_task_known references task,
  no integer not null constraint task_batch_no_sane check (no between 1 and 60),
  share_ppm integer not null constraint task_batch_share_sane check (share_ppm between 1 and 1000000),
  from_on date not null,
  to_on date not null,
  primary key (task_id, no),
  constraint task_batch_window check (from_on <= to_on)
);
comment on table task_batch is '抽取批次: the order of one draw, cut into parts by rank, each with its own days.';
grant select, insert, update, delete on task_batch to mingjian_app;

alter table visit
  add column batch_no integer,
  add column skipped_item_ids uuid[] not null default '{}';
comment on column visit.batch_no is '抽取批次 of the task; null where it has none.';
comment on column visit.skipped_item_ids is 'Items of the task that are inspected at a share of the drawn, and not at this one.';
alter table visit drop constraint visit_state_known;
alter table visit add constraint visit_state_known check (state in ('assigned', 'submitted', 'returned', 'published', 'replaced', 'cancelled', 'reused'));

-- 后续处置无例外: the state of the task is part of the key, so that a task with an open problem cannot become done, by whatever statement.
create table open_problem (
  subject text not null,
  visit_id uuid not null,
  task_id uuid not null,
  task_state text not null,
  result_id uuid not null,
  outcome text not null,
  problem text not null,
  disposal text not null,
  opened_at timestamptz not null,
  closed_at timestamptz,
  closed_on date,
  closed_text text,
  closed_by uuid,
  closed_by_name text,
  primary key (subject, visit_id),
  constraint open_problem_task_known foreign key (task_id, task_state) references task (id, state) on update cascade,
  constraint open_problem_task_open check (closed_at is not null or task_state <> 'done'),
  constraint open_problem_closed_whole check ((closed_at is null) = (closed_by is null) and (closed_at is null or (closed_on is not null and closed_text <> '')))
);
comment on table open_problem is '待完结问题: opened when a result with a problem is published, closed (完结) with a date, a text and a person. Keyed by subject.';
create index open_problem_of_task on open_problem (task_id) where closed_at is null;
create index open_problem_of_visit on open_problem (visit_id);
grant select, insert, update on open_problem to mingjian_app;

-- A visit that ended without an inspection neither blocks a frame nor counts as work.
create or replace function frame_open() returns table (subject text)
  language sql stable parallel safe security definer rows 10000 set search_path = pg_catalog, public
  as $$ select distinct subject from visit where state not in ('published', 'replaced', 'cancelled', 'reused') $$;
create or replace function frame_drawn(since timestamptz, until timestamptz) returns table (subject text)
  language sql stable parallel safe security definer rows 10000 set search_path = pg_catalog, public
  as $$ select distinct o.subject from drawn_object o join draw d on d.id = o.draw_id join draw_slot s on s.draw_id = o.draw_id
    where s.state = 'closed' and d.created_at >= since and d.created_at < until
      and not exists (select from visit v where v.subject = o.subject and v.task_id = o.task_id and v.state in ('replaced', 'cancelled'))
      and not exists (select from task t where t.id = o.task_id and t.state = 'cancelled') $$;
create or replace function officer_loads(officers uuid[], year_from date, year_to date) returns table (officer_id uuid, n integer)
  language sql stable parallel safe security definer rows 10000 set search_path = pg_catalog, public
  as $$ select s.officer_id, count(*)::int from seat s join task t on t.id = s.task_id
    where s.officer_id = any(officers) and t.from_on between year_from and year_to
      and not exists (select from visit v where v.subject = s.subject and v.task_id = s.task_id and v.state in ('replaced', 'cancelled', 'reused'))
    group by s.officer_id $$;
create or replace function officer_past(subjects text[], but_task uuid, since date) returns table (subject text, officer_id uuid, times integer, last boolean)
  language sql stable parallel safe security definer rows 10000 set search_path = pg_catalog, public
  as $$ with past as (
      select s.subject, s.officer_id, t.id as task_id, t.from_on from seat s join task t on t.id = s.task_id
      where s.subject = any(subjects) and s.task_id <> but_task
        and not exists (select from visit v where v.subject = s.subject and v.task_id = s.task_id and v.state in ('replaced', 'cancelled', 'reused'))),
    newest as (select distinct on (p.subject) p.subject, p.task_id from past p order by p.subject, p.from_on desc, p.task_id desc)
    select p.subject, p.officer_id, (count(*) filter (where p.from_on >= since))::int, bool_or(p.task_id = n.task_id)
    from past p join newest n on n.subject = p.subject group by p.subject, p.officer_id $$;

-- Complaints count whoever took them up; nothing but subjects with counts leaves the function.
create function complaint_counts(since date) returns table (subject text, n integer)
  language sql stable parallel safe security definer rows 10000 set search_path = pg_catalog, public
  as $$ select o.subject, count(*)::int from task_object o join task t on t.id = o.task_id
    where t.source = 'complaint' and t.state <> 'cancelled' and (t.origin ->> 'date')::date >= since group by o.subject $$;
comment on function complaint_counts(date) is 'Per subject the complaint tasks that name it since a day: what 投诉集中 means.';
revoke execute on function complaint_counts(date) from public;
grant execute on function complaint_counts(date) to mingjian_app;

-- What the public reads of a task without a plan, and every version of an announcement.
alter table published.task
  alter column plan_no drop not null,
  alter column plan_name drop not null,
  add column source text not null default 'plan',
  add column state text not null default 'announced' constraint published_task_state_known check (state in ('announced', 'cancelled')),
  add column version integer not null default 1,
  add column note text not null default '';
alter table published.result
  alter column plan_no drop not null,
  alter column plan_name drop not null,
  add column source text not null default 'plan';
create table published.task_version (
  task_id uuid not null,
  version integer not null,
  kind text not null constraint task_version_kind_known check (kind in ('notice', 'correction', 'cancellation')),
  reason text not null,
  notice jsonb not null,
  published_at timestamptz not null,
  primary key (task_id, version)
);
comment on table published.task_version is '任务公告版本: every version of an announcement, with the reason of the change; appended.';
grant select, insert on published.task_version to mingjian_app;
grant select on published.task_version to mingjian_portal;
insert into published.task_version (task_id, version, kind, reason, notice, published_at)
  select id, 1, 'notice', '', to_jsonb(t), published_at from published.task t;

-- The year of a bureau: plans, tasks, draws, visits, results.
create table plan (
  id uuid primary key,
  plan_no text not null constraint plan_no_once unique,
  year integer not null,
  name text not null,
  state text not null constraint plan_state_known check (state in ('draft', 'submitted', 'approved', 'published')),
  org_path text not null,
  dept text not null,
  org_name text not null,
  created_by uuid not null,
  created_by_name text not null,
  submitted_by uuid,
  approved_by uuid,
  updated_at timestamptz not null default now(),
  constraint plan_name_once unique (org_path, dept, year, name)
);
comment on table plan is '年度抽查工作计划: drafted by one person, approved by another, published.';
create index plan_by_org on plan (org_path text_pattern_ops, updated_at desc, id desc);
grant select, insert, update on plan to mingjian_app;

create table plan_row (
  id uuid primary key,
  plan_id uuid not null constraint plan_row_plan_known references plan,
  seq integer not null,
  name text not null,
  item_ids uuid[] not null,
  directed boolean not null,
  object_scope text not null,
  rate_ppm integer not null constraint plan_row_rate_known check (rate_ppm between 1 and 1000000),
  from_on date not null,
  to_on date not null,
  office text not null,
  constraint plan_row_seq_once unique (plan_id, seq),
  constraint plan_row_window check (from_on <= to_on)
);
comment on table plan_row is '计划行: one intended task of a plan; replaced as a set while the plan is a draft.';
grant select, insert, update, delete on plan_row to mingjian_app;

create table task (
  id uuid primary key,
  task_no text not null constraint task_no_once unique,
  plan_row_id uuid not null constraint task_plan_row_known references plan_row,
  name text not null,
  state text not null constraint task_state_known check (state in ('draft', 'confirmed', 'drawn', 'executing', 'done', 'cancelled')),
  org_path text not null,
  dept text not null,
  org_name text not null,
  from_on date not null,
  to_on date not null,
  item_ids uuid[] not null,
  filter jsonb not null,
  stratify_by text not null,
  strata jsonb not null,
  exclude_open_visits boolean not null,
  officers_per_object integer not null constraint task_team_of_two check (officers_per_object >= 2),
  suite text not null constraint task_suite_known check (suite in ('sha256', 'sm3')),
  created_by uuid not null,
  created_by_name text not null,
  updated_at timestamptz not null default now(),
  constraint task_window check (from_on <= to_on)
);
comment on table task is '抽查任务: carries out one row of a published plan.';
create index task_by_org on task (org_path text_pattern_ops, updated_at desc, id desc);
create index task_of_plan_row on task (plan_row_id);
grant select, insert, update on task to mingjian_app;

create table draw (
  id text primary key,
  task_id uuid not null constraint draw_task_known references task,
  kind text not null constraint draw_kind_known check (kind in ('O', 'P', 'R')),
  serial integer not null,
  org_path text not null,
  dept text not null,
  org_name text not null,
  suite text not null,
  mode text not null constraint draw_mode_known check (mode in ('open', 'sealed')),
  supersedes text constraint draw_supersedes_known references draw,
  created_by uuid not null,
  created_by_name text not null,
  created_at timestamptz not null,
  constraint draw_serial_once unique (task_id, kind, serial)
);
comment on table draw is '抽取: what never changes about a draw. What happens to it is draw_event; where it stands is draw_slot.';
grant select, insert on draw to mingjian_app;

create table draw_event (
  draw_id text not null constraint draw_event_draw_known references draw,
  seq integer not null,
  type text not null,
  document jsonb not null,
  actor_id uuid,
  actor_name text not null,
  at timestamptz not null,
  primary key (draw_id, seq)
);
comment on table draw_event is 'Evidence, appended: freeze, pledge, commit, reveal, result, close, void. No grant lets the application change or delete a row.';
grant select, insert on draw_event to mingjian_app;

create table draw_slot (
  draw_id text primary key constraint draw_slot_draw_known references draw,
  task_id uuid not null,
  kind text not null,
  dept text not null,
  state text not null,
  open boolean not null,
  pool_size bigint,
  selected bigint,
  updated_at timestamptz not null default now()
);
comment on table draw_slot is 'Where a draw stands: a projection of draw_event, and the lock that lets one of two hands win.';
create unique index draw_open_once on draw_slot (task_id, kind, dept) where open;
create index draw_slot_by_time on draw_slot (updated_at desc, draw_id desc);
grant select, insert, update on draw_slot to mingjian_app;

create table draw_secret (
  draw_id text primary key constraint draw_secret_draw_known references draw,
  pool_key bytea not null,
  system_nonce bytea not null
);
comment on table draw_secret is 'K and the system''s nonce until they are published with the result.';
grant select, insert on draw_secret to mingjian_app;

create table draw_file (
  draw_id text not null constraint draw_file_draw_known references draw,
  role text not null constraint draw_file_role_known check (role in ('leaves', 'pool', 'selected', 'bundle', 'matching')),
  file_id uuid not null constraint draw_file_file_known references file,
  primary key (draw_id, role)
);
comment on table draw_file is '抽取文件: the files of a draw by role; leaves and matching are working files, the others are published.';
grant select, insert on draw_file to mingjian_app;

create table draw_verdict (
  draw_id text primary key constraint draw_verdict_draw_known references draw,
  verdict text not null,
  checks jsonb not null,
  at timestamptz not null
);
comment on table draw_verdict is '核验结论: every check of the server''s own verification of its bundle.';
grant select, insert on draw_verdict to mingjian_app;

create table drawn_object (
  subject text not null,
  draw_id text not null,
  task_id uuid not null,
  order_no integer not null,
  stratum text not null,
  leaf bytea not null,
  ticket bytea not null,
  name text not null,
  region_path text not null,
  region_name text not null,
  address text,
  primary key (subject, draw_id)
);
comment on table drawn_object is 'The drawn, with names as they were; distributed by subject.';
create index drawn_object_in_order on drawn_object (draw_id, order_no);
grant select, insert on drawn_object to mingjian_app;

create table assignment (
  subject text not null,
  task_id uuid not null,
  officer_id uuid not null,
  draw_id text not null,
  role text not null constraint assignment_role_known check (role in ('lead', 'assist')),
  officer_name text not null,
  primary key (subject, task_id, officer_id)
);
comment on table assignment is 'Who inspects what, from an officer draw; distributed by subject.';
create index assignment_of_officer on assignment (officer_id, task_id);
create index assignment_of_task on assignment (task_id, subject);
grant select, insert on assignment to mingjian_app;

create table visit (
  subject text not null,
  id uuid not null,
  task_id uuid not null,
  org_path text not null,
  dept text not null,
  name text not null,
  region_name text not null,
  address text,
  state text not null constraint visit_state_known check (state in ('assigned', 'submitted', 'returned', 'published')),
  due_on date not null,
  updated_at timestamptz not null default now(),
  primary key (subject, id),
  constraint visit_once unique (subject, task_id)
);
comment on table visit is '一次检查: one object in one task; distributed by subject.';
create index visit_by_id on visit (id);
create index visit_of_task on visit (task_id, state, id);
create index visit_to_do on visit (dept, (state = 'published'), due_on, id);
create index visit_open on visit (subject) where state <> 'published';
create index visit_by_org on visit (org_path text_pattern_ops, updated_at desc, id desc);
grant select, insert, update on visit to mingjian_app;

create table result_type (code text primary key, zh text not null, en text not null, problem boolean not null, seq integer not null, retired boolean not null default false);
grant select on result_type to mingjian_app, mingjian_portal;

create table result (
  subject text not null,
  id uuid not null,
  visit_id uuid not null,
  version integer not null,
  date date not null,
  method text not null,
  items jsonb not null,
  outcome text not null,
  disposal text,
  demo boolean not null,
  entered_by uuid not null,
  entered_by_name text not null,
  entered_at timestamptz not null,
  primary key (subject, id),
  constraint result_version_once unique (subject, visit_id, version),
  constraint result_outcome_known foreign key (outcome) references result_type
);
comment on table result is 'Evidence, appended: a correction is a new version. Distributed by subject.';
create index result_of_visit on result (visit_id, version desc);
grant select, insert on result to mingjian_app;

create table review (
  subject text not null,
  result_id uuid not null,
  verdict text not null constraint review_verdict_known check (verdict in ('pass', 'return')),
  opinion text not null,
  reviewer_id uuid not null,
  reviewer_name text not null,
  at timestamptz not null,
  primary key (subject, result_id)
);
comment on table review is 'Evidence, appended: one verdict per result version, by a person who did not enter it.';
grant select, insert on review to mingjian_app;

-- A second lock on the door of visibleTo(actor): the application says for whom it works, and the database keeps to that organisation and below.
create function in_scope(path text) returns boolean
  language sql stable parallel safe
  as $$ select coalesce(nullif(current_setting('mingjian.scope', true), '') is not null
    and (current_setting('mingjian.scope', true) = '*' or path = current_setting('mingjian.scope', true)
      or path like current_setting('mingjian.scope', true) || '.%'), false) $$;
alter table plan enable row level security;
alter table task enable row level security;
alter table draw enable row level security;
alter table visit enable row level security;
create policy plan_scope on plan to mingjian_app using (in_scope(org_path));
-- An officer of a station inspects for the bureau above it: what they were drawn for is theirs to see, wherever the task belongs.
create function acting_officer() returns uuid
  language sql stable parallel safe
  as $$ select nullif(current_setting('mingjian.officer', true), '')::uuid $$;
create policy task_scope on task to mingjian_app
  using (in_scope(org_path) or exists (select from assignment a where a.officer_id = acting_officer() and a.task_id = task.id));
create policy draw_scope on draw to mingjian_app using (in_scope(org_path));
create policy visit_scope on visit to mingjian_app
  using (in_scope(org_path) or exists (select from assignment a where a.officer_id = acting_officer() and a.task_id = visit.task_id and a.subject = visit.subject));

-- The nine results of 国市监信规〔2024〕5号 二(七); the same table as core/inspections/outcomes.ts, and a test holds the two together.
insert into result_type (code, zh, en, problem, seq) values
  ('01', '未发现问题', 'no problem found', false, 1),
  ('02', '未按规定公示应当公示的信息', 'information due was not disclosed', true, 2),
  ('03', '通过登记的住所（经营场所）无法联系', 'cannot be reached at the registered premises', true, 3),
  ('04', '不配合检查情节严重', 'seriously uncooperative', true, 4),
  ('05', '未发现开展本次抽查涉及的经营活动', 'no business of the inspected kind found', false, 5),
  ('06', '发现问题，依法责令立即改正或者限期改正', 'problem found, correction ordered', true, 6),
  ('07', '发现问题，待后续调查处理', 'problem found, investigation follows', true, 7),
  ('08a', '合格', 'qualified', false, 8),
  ('08b', '不合格', 'not qualified', true, 9),
  ('09', '其他情况', 'other', false, 10);

-- The planner must know at once what a bulk write brought: until the next autovacuum it would plan for empty tables. ANALYZE is the owner's right.
create function refresh_statistics(tables text[]) returns void
  language plpgsql security definer set search_path = pg_catalog, public
  as $$
  declare
    name text;
  begin
    foreach name in array tables loop
      if name not in ('entity', 'import_row', 'drawn_object', 'assignment', 'visit') then
        raise exception 'refresh_statistics does not know %', name;
      end if;
      execute format('analyze public.%I', name);
    end loop;
  end $$;
revoke execute on function refresh_statistics(text[]) from public;
grant execute on function refresh_statistics(text[]) to mingjian_app;

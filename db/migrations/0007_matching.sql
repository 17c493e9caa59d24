-- Matching: what a task asks of its teams, what a draw of officers leaves, and what happens to a team afterwards.
alter table task
  add column team_unit text not null default 'person' constraint task_team_unit_known check (team_unit in ('person', 'group')),
  add column officer_scope text not null default 'station' constraint task_officer_scope_known check (officer_scope in ('station', 'stations', 'office_and_stations', 'bureau', 'cross_region')),
  add column officer_reach text not null default 'bureau' constraint task_officer_reach_known check (officer_reach in ('station', 'stations', 'office_and_stations', 'bureau', 'cross_region')),
  add column least_eligible integer not null default 5 constraint task_least_eligible_sane check (least_eligible between 2 and 1000),
  add column pair_cap_ppm integer not null default 1000000 constraint task_pair_cap_sane check (pair_cap_ppm between 1 and 1000000),
  add column most_per_officer integer constraint task_most_per_officer_positive check (most_per_officer >= 1),
  add column balance text not null default 'year' constraint task_balance_known check (balance in ('draw', 'year'));
comment on column task.officer_reach is 'The widest scope to which an object with too few eligible officers is widened.';
comment on column task.pair_cap_ppm is 'No pair of officer and object gets a greater probability, unless too few are eligible; those are counted.';

create table task_participant (
  task_id uuid not null constraint task_participant_task_known references task,
  dept text not null,
  org_path text not null,
  org_name text not null,
  item_ids uuid[] not null,
  primary key (task_id, dept)
);
comment on table task_participant is '配合部门: another department of a joint task, which draws its own officers for its own items.';
grant select, insert, delete on task_participant to mingjian_app;

alter table draw_file drop constraint draw_file_role_known;
alter table draw_file add constraint draw_file_role_known
  check (role in ('leaves', 'packed', 'excluded', 'pool', 'selected', 'bundle', 'audit', 'matching', 'units', 'facts', 'assignment', 'certificate'));
alter table draw_file add column version integer not null default 1;
alter table draw_file drop constraint draw_file_pkey;
alter table draw_file add primary key (draw_id, role, version);
comment on table draw_file is '抽取文件: the files of a draw by role, the newest version counts; packed, excluded and facts are working files, audit is for auditors, the others are published.';

alter table assignment drop constraint assignment_role_known;
alter table assignment add constraint assignment_role_known check (role in ('lead', 'assist', 'expert'));
comment on table assignment is 'Who inspects what: drawn (draw_id is the draw of kind P or R) or appointed by hand with an approval (draw_id is appointment:<request>). Distributed by subject.';
alter table assignment add column dept text;
comment on column assignment.dept is 'The department whose seat it is; null in rows from before joint tasks: the task''s own.';
create table assignment_end (
  subject text not null,
  task_id uuid not null,
  officer_id uuid not null,
  by text not null,
  reason text not null,
  at timestamptz not null,
  primary key (subject, task_id, officer_id)
);
comment on table assignment_end is '席位释放: evidence, appended. Who left the team of an object, why, and by which draw of kind R or appointment. Distributed by subject.';
create index assignment_end_by on assignment_end (by, subject, officer_id);
grant select, insert on assignment_end to mingjian_app;
create view seat with (security_invoker = true) as
  select a.subject, a.task_id, a.officer_id, a.draw_id, a.role, a.officer_name, a.dept from assignment a
  where not exists (select from assignment_end e where e.subject = a.subject and e.task_id = a.task_id and e.officer_id = a.officer_id);
comment on view seat is '现任席位: who is on the team of an object now.';
grant select on seat to mingjian_app;

drop policy task_scope on task;
create policy task_scope on task to mingjian_app
  using (in_scope(org_path) or exists (select from seat s where s.officer_id = acting_officer() and s.task_id = task.id));
drop policy draw_scope on draw;
create policy draw_scope on draw to mingjian_app
  using (in_scope(org_path) or exists (select from seat s where s.officer_id = acting_officer() and s.task_id = draw.task_id));
drop policy visit_scope on visit;
create policy visit_scope on visit to mingjian_app
  using (in_scope(org_path) or exists (select from seat s where s.officer_id = acting_officer() and s.task_id = visit.task_id and s.subject = visit.subject));

create table seat_request (
  id uuid primary key,
  task_id uuid not null constraint seat_request_task_known references task,
  draw_id text not null constraint seat_request_draw_known references draw,
  officer_id uuid not null constraint seat_request_officer_known references officer,
  subjects text[] not null,
  asked_by text not null constraint seat_request_asked_by_known check (asked_by in ('officer', 'enterprise', 'unit')),
  reason text not null,
  note text not null,
  evidence_file uuid constraint seat_request_file_known references file,
  appoint_officer uuid constraint seat_request_appoint_known references officer,
  requested_by uuid not null,
  requested_by_name text not null,
  requested_at timestamptz not null
);
comment on table seat_request is '人员更换申请: evidence, appended. Which officer shall leave the teams of which objects, and why; appoint_officer only where somebody is proposed by hand.';
create index seat_request_of_draw on seat_request (draw_id, requested_at);
create index seat_request_of_officer on seat_request (officer_id, requested_at);
grant select, insert on seat_request to mingjian_app;
create table seat_decision (
  request_id uuid primary key constraint seat_decision_request_known references seat_request,
  approved boolean not null,
  opinion text not null,
  replacement_draw text constraint seat_decision_draw_known references draw,
  decided_by uuid not null,
  decided_by_name text not null,
  decided_at timestamptz not null
);
comment on table seat_decision is '人员更换审批: evidence, appended. By a person who did not ask; an approval opens a draw of kind R, or confirms an appointment by hand, which is public.';
grant select, insert on seat_decision to mingjian_app;

create table propensity (
  subject text not null,
  draw_id text not null,
  population text not null,
  scope text not null,
  cap integer not null,
  units uuid[] not null,
  shares integer[] not null,
  primary key (subject, draw_id, population)
);
comment on table propensity is '配对概率档案: with which probability each officer (or group) could have been drawn for each object, in parts of 2^30; for later analysis, by matching.review only. Distributed by subject.';
grant select, insert on propensity to mingjian_app;
create index propensity_of_draw on propensity (draw_id, subject);

create table notice (
  id uuid primary key,
  officer_id uuid not null constraint notice_officer_known references officer,
  kind text not null constraint notice_kind_known check (kind in ('assigned', 'joined', 'released', 'refused')),
  task_id uuid not null constraint notice_task_known references task,
  facts jsonb not null,
  at timestamptz not null,
  read_at timestamptz
);
comment on table notice is '通知: what an officer is told, at the earliest when the task is dispatched.';
create index notice_of_officer on notice (officer_id, at desc, id desc);
grant select, insert, update on notice to mingjian_app;

alter table published.draw add column matching jsonb;
comment on column published.draw.matching is 'Kind P, and R of officers: counts, scope, caps and loads; no names.';
create table published.appointment (
  id uuid primary key, task_id uuid not null, draw_id text not null, reason text not null, objects integer not null, at timestamptz not null
);
comment on table published.appointment is '人工指定: every officer who was put on a team by hand instead of by lot, with the reason; no names.';
create index appointment_of_draw on published.appointment (draw_id);
grant select, insert on published.appointment to mingjian_app;
grant select on published.appointment to mingjian_portal;

-- What a matching asks of other tasks counts wherever they belong: like frame_open(), nothing but ids, dates and counts leaves these functions.
create function officer_loads(officers uuid[], year_from date, year_to date) returns table (officer_id uuid, n integer)
  language sql stable parallel safe security definer rows 10000 set search_path = pg_catalog, public
  as $$ select s.officer_id, count(*)::int from seat s join task t on t.id = s.task_id
    where s.officer_id = any(officers) and t.from_on between year_from and year_to
      and not exists (select from visit v where v.subject = s.subject and v.task_id = s.task_id and v.state = 'replaced')
    group by s.officer_id $$;
comment on function officer_loads(uuid[], date, date) is 'Per officer the objects of tasks that begin in the year.';
create function officer_past(subjects text[], but_task uuid, since date) returns table (subject text, officer_id uuid, times integer, last boolean)
  language sql stable parallel safe security definer rows 10000 set search_path = pg_catalog, public
  as $$ with past as (
      select s.subject, s.officer_id, t.id as task_id, t.from_on from seat s join task t on t.id = s.task_id
      where s.subject = any(subjects) and s.task_id <> but_task
        and not exists (select from visit v where v.subject = s.subject and v.task_id = s.task_id and v.state = 'replaced')),
    newest as (select distinct on (p.subject) p.subject, p.task_id from past p order by p.subject, p.from_on desc, p.task_id desc)
    select p.subject, p.officer_id, (count(*) filter (where p.from_on >= since))::int, bool_or(p.task_id = n.task_id)
    from past p join newest n on n.subject = p.subject group by p.subject, p.officer_id $$;
comment on function officer_past(text[], uuid, date) is 'Who inspected these objects before: how often since a day, and whether the last time.';
revoke execute on function officer_loads(uuid[], date, date), officer_past(text[], uuid, date) from public;
grant execute on function officer_loads(uuid[], date, date), officer_past(text[], uuid, date) to mingjian_app;

alter table log_entry drop constraint log_entry_type_known;
alter table log_entry add constraint log_entry_type_known
  check (type in ('replace_request', 'seat_request', 'freeze', 'commit', 'reveal', 'result', 'close', 'void', 'record_head'));

create or replace function refresh_statistics(tables text[]) returns void
  language plpgsql security definer set search_path = pg_catalog, public
  as $$
  declare
    name text;
  begin
    foreach name in array tables loop
      if name not in ('entity', 'entity_risk', 'entity_item', 'import_row', 'drawn_object', 'assignment', 'visit', 'propensity') then
        raise exception 'refresh_statistics does not know %', name;
      end if;
      execute format('analyze public.%I', name);
    end loop;
  end $$;

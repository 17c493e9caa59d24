-- Dispatch: which organisation carries out which part of a task; and results of other bodies that are taken instead of a visit.
alter table task add column level text not null default 'self' constraint task_level_known check (level in ('self', 'down'));
comment on column task.level is 'self 本级查: the organisation of the task inspects; down 抽给下级查: the organisations below it do, each at its own objects, with its own officers.';
update task t set level = r.level from plan_row r where r.id = t.plan_row_id and t.state in ('draft', 'submitted', 'confirmed');

create table sub_task (
  id uuid primary key,
  task_id uuid not null constraint sub_task_task_known references task,
  dept text not null,
  org_path text not null,
  org_name text not null,
  from_path text not null,
  part text not null,
  rule text not null constraint sub_task_rule_known check (rule in ('own', 'registration', 'owner', 'checking', 'hand')),
  takes_rest boolean not null,
  objects integer not null default 0,
  state text not null constraint sub_task_state_known check (state in ('waiting', 'accepted', 'drawing', 'executing', 'done', 'returned', 'cancelled')),
  accept_by date,
  reason text,
  note text not null default '',
  accepted_by_name text,
  accepted_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint sub_task_once unique (task_id, dept, org_path),
  constraint sub_task_returned_why check (state <> 'returned' or reason <> '')
);
comment on table sub_task is '子任务: what one organisation carries out of a task.';
comment on column sub_task.from_path is 'The place of the task: whoever dispatched sees what became of it.';
comment on column sub_task.part is 'Empty: the task''s own items; else the department that takes part (配合部门) and whose items these are.';
comment on column sub_task.rule is 'Why this organisation: own 本级, registration 登记机关, owner 建库部门, checking 检查部门, hand 人工派发.';
comment on column sub_task.takes_rest is 'Has every object of the task that no line of dispatch gives to another; one in a part.';
comment on column sub_task.objects is 'How many objects it has now; follows from the view sub_task_object.';
comment on column sub_task.accept_by is 'The last working day on which it can be returned; null where nobody needs to accept it.';
create unique index sub_task_rest_once on sub_task (task_id, part) where takes_rest;
create index sub_task_by_org on sub_task (org_path text_pattern_ops, updated_at desc, id desc);
create index sub_task_to_accept on sub_task (accept_by) where state = 'waiting';
grant select, insert, update on sub_task to mingjian_app;
alter table sub_task enable row level security;
create policy sub_task_scope on sub_task to mingjian_app using (in_scope(org_path) or in_scope(from_path));

create table dispatch (
  subject text not null,
  task_id uuid not null,
  part text not null,
  seq integer not null,
  sub_task_id uuid not null,
  rule text not null,
  reason text not null default '',
  by_name text not null,
  at timestamptz not null,
  primary key (subject, task_id, part, seq)
);
comment on table dispatch is '派发: evidence, appended. Which sub-task an object of a task was given to, by what rule and why; the newest line of a part counts. Keyed by subject.';
create index dispatch_of_task on dispatch (task_id, part, subject, seq desc);
create index dispatch_of_sub_task on dispatch (sub_task_id, subject);
grant select, insert on dispatch to mingjian_app;

-- Objects of tasks: drawn ones (of closed draws, without those that a draw replaced) and named ones.
create view task_subject with (security_invoker = true) as
  select o.task_id, o.subject, o.name, o.region_path, o.region_name, o.address, o.order_no, o.draw_id from drawn_object o join draw_slot s on s.draw_id = o.draw_id
    where s.state = 'closed' and not exists (select from visit v where v.subject = o.subject and v.task_id = o.task_id and v.state = 'replaced')
  union all select n.task_id, n.subject, n.name, n.region_path, n.region_name, n.address, n.seq, null from task_object n;
comment on view task_subject is 'Whom a task inspects.';
grant select on task_subject to mingjian_app;

-- Which sub-task has which object: the newest line of dispatch, or whoever takes the rest.
create view sub_task_object with (security_invoker = true) as
  select b.id as sub_task_id, b.task_id, b.part, b.dept, b.org_path, o.subject, o.name, o.region_path, o.region_name, o.address, o.order_no
  from sub_task b join task_subject o on o.task_id = b.task_id
    left join lateral (select d.sub_task_id from dispatch d where d.task_id = b.task_id and d.part = b.part and d.subject = o.subject order by d.seq desc limit 1) l on true
  where l.sub_task_id = b.id or (l.sub_task_id is null and b.takes_rest);
comment on view sub_task_object is '子任务的对象.';
grant select on sub_task_object to mingjian_app;

create table reuse (
  id uuid primary key,
  task_id uuid not null constraint reuse_task_known references task,
  subject text not null,
  visit_id uuid not null,
  org_path text not null,
  dept text not null,
  result_id uuid not null,
  result_org_name text not null,
  result_task_no text not null,
  result_date date not null,
  outcome text not null,
  items text[] not null,
  note text not null,
  requested_by uuid not null,
  requested_by_name text not null,
  requested_at timestamptz not null
);
comment on table reuse is '结果互认: evidence, appended. A published result of another body, proposed to be taken instead of a visit; org_path and dept are those of the visit.';
create index reuse_of_visit on reuse (visit_id, requested_at desc);
create index reuse_by_org on reuse (org_path text_pattern_ops, requested_at desc, id desc);
grant select, insert on reuse to mingjian_app;
alter table reuse enable row level security;
create policy reuse_scope on reuse to mingjian_app using (in_scope(org_path));
create table reuse_decision (
  reuse_id uuid primary key constraint reuse_decision_known references reuse,
  approved boolean not null,
  opinion text not null,
  decided_by uuid not null,
  decided_by_name text not null,
  decided_at timestamptz not null
);
comment on table reuse_decision is '互认审核: evidence, appended. By a person who did not propose it; an approval ends the visit without anybody going there.';
grant select, insert on reuse_decision to mingjian_app;

-- Published results of other bodies count wherever they lie; what leaves the function is what they have published, with the codes of their items.
create function reusable_results(of_subjects text[], since date, but_path text, but_dept text)
  returns table (subject text, result_id uuid, visit_id uuid, org_path text, dept text, org_name text, task_no text, on_date date, outcome text, items text[])
  language sql stable parallel safe security definer rows 100 set search_path = pg_catalog, public
  as $$ select v.subject, r.id, v.id, v.org_path, v.dept, coalesce(o.name, t.org_name), t.task_no, r.date, r.outcome,
      array(select distinct i.dept || ':' || i.code from jsonb_array_elements(r.items) x join item i on i.id = (x ->> 'itemId')::uuid
        where (x ->> 'checked')::boolean order by 1)
    from visit v join task t on t.id = v.task_id left join org o on o.path = v.org_path and o.dept = v.dept
      join lateral (select * from result where subject = v.subject and visit_id = v.id order by version desc limit 1) r on true
    where v.subject = any(of_subjects) and v.state = 'published' and r.date >= since and (v.org_path, v.dept) <> (but_path, but_dept)
    order by v.subject, r.date desc, r.id $$;
comment on function reusable_results(text[], date, text, text) is 'Published results of other bodies for these subjects since a day, with the checked items as dept:code.';
revoke execute on function reusable_results(text[], date, text, text) from public;
grant execute on function reusable_results(text[], date, text, text) to mingjian_app;

-- A county sees the city's task of which a part is its own.
drop policy task_scope on task;
create policy task_scope on task to mingjian_app
  using (in_scope(org_path) or exists (select from seat s where s.officer_id = acting_officer() and s.task_id = task.id)
    or exists (select from sub_task b where b.task_id = task.id and b.state not in ('returned', 'cancelled') and in_scope(b.org_path)));

-- Tasks under way are carried out by their own departments, as they were.
insert into sub_task (id, task_id, dept, org_path, org_name, from_path, part, rule, takes_rest, objects, state, created_at, updated_at)
  select gen_random_uuid(), t.id, x.dept, x.org_path, x.org_name, t.org_path, x.part, x.rule, true, (select count(*) from task_subject s where s.task_id = t.id),
    case t.state when 'drawn' then case when exists (select from draw_slot w where w.task_id = t.id and w.kind = 'P' and w.dept = x.dept and w.state <> 'void') then 'drawing' else 'accepted' end
      when 'executing' then 'executing' else 'done' end, now(), now()
  from task t cross join lateral (select t.dept, t.org_path, t.org_name, '' as part, 'own' as rule
    union all select p.dept, p.org_path, p.org_name, p.dept, 'checking' from task_participant p where p.task_id = t.id) x
  where t.state in ('drawn', 'executing', 'done');

-- A task is done when every inspection of it is settled, whoever carries it out: a county that settles its last one does not see those of the others.
create function unsettled_tasks(ids uuid[]) returns table (task_id uuid)
  language sql stable parallel safe security definer rows 100 set search_path = pg_catalog, public
  as $$ select distinct v.task_id from visit v where v.task_id = any(ids) and v.state in ('assigned', 'submitted', 'returned') $$;
comment on function unsettled_tasks(uuid[]) is 'Which of these tasks have an inspection that is not settled.';
revoke execute on function unsettled_tasks(uuid[]) from public;
grant execute on function unsettled_tasks(uuid[]) to mingjian_app;

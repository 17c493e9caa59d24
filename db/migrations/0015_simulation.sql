-- A plan tried out on the register before it is approved, and 综合查一次: what several bodies would do to the same objects, put together.
create table plan_simulation (
  id uuid primary key,
  plan_id uuid not null constraint plan_simulation_plan_known references plan,
  plan_updated_at timestamptz not null,
  with_others boolean not null,
  org_path text not null,
  dept text not null,
  started_by uuid not null,
  started_by_name text not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  totals jsonb,
  constraint plan_simulation_totals check ((finished_at is null) = (totals is null))
);
comment on table plan_simulation is '计划推演: what a plan, as it stood at plan_updated_at, would mean for the register of its place. Expectations only: nobody is drawn.';
comment on column plan_simulation.with_others is 'Rows of other published plans of the year at this place count when it is asked who would be visited twice.';
create index plan_simulation_of_plan on plan_simulation (plan_id, started_at desc, id desc);
grant select, insert, update, delete on plan_simulation to mingjian_app;

create table plan_simulation_part (
  simulation_id uuid not null constraint plan_simulation_part_known references plan_simulation on delete cascade,
  part text not null constraint plan_simulation_part_of_a_kind check (part in ('row', 'stratum', 'county', 'month', 'cell', 'office', 'item', 'combination', 'pair')),
  rank integer not null,
  code text not null,
  uses_risk boolean not null,
  figures jsonb not null,
  primary key (simulation_id, part, rank)
);
comment on table plan_simulation_part is '推演明细: the lists behind the numbers of a simulation, in the order in which they are shown.';
comment on column plan_simulation_part.uses_risk is 'The figures would tell a class of risk: shown with risk.read only.';
grant select, insert on plan_simulation_part to mingjian_app;

create table merge_run (
  id uuid primary key,
  org_path text not null,
  dept text not null,
  window_days integer not null,
  started_by uuid not null,
  started_by_name text not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  tasks integer,
  objects bigint,
  shared bigint,
  proposals integer
);
comment on table merge_run is '综合查一次排查: one search of the open tasks of a place for objects that several of them reach.';
create index merge_run_of_place on merge_run (org_path, started_at desc);
grant select, insert, update on merge_run to mingjian_app;

create table merge_proposal (
  id uuid primary key,
  key text not null constraint merge_proposal_once unique,
  source text not null constraint merge_proposal_source_known check (source in ('tasks', 'rows')),
  state text not null constraint merge_proposal_state_known check (state in ('open', 'accepted', 'declined', 'lapsed')),
  from_on date not null,
  to_on date not null,
  gap_days integer not null constraint merge_proposal_gap_not_negative check (gap_days >= 0),
  objects integer not null,
  saved integer not null,
  found_at timestamptz not null,
  updated_at timestamptz not null,
  constraint merge_proposal_window check (from_on <= to_on)
);
comment on table merge_proposal is '合并检查建议: tasks (or rows of plans) that reach the same objects within the window of the policy; key is what they are, so that a new search finds the same proposal again.';
comment on column merge_proposal.from_on is 'With to_on the days on which the joint visit fits everybody; where the windows do not meet, the days between them (gap_days).';
comment on column merge_proposal.saved is 'Visits that need not be made when each object is visited once; for rows, as expected.';
create index merge_proposal_by_saving on merge_proposal (saved desc, id);
grant select, insert, update on merge_proposal to mingjian_app;

create table merge_party (
  proposal_id uuid not null constraint merge_party_proposal_known references merge_proposal,
  thing_id uuid not null,
  number text not null,
  name text not null,
  org_path text not null,
  dept text not null,
  org_name text not null,
  from_on date not null,
  to_on date not null,
  item_ids uuid[] not null,
  leads boolean not null,
  primary key (proposal_id, thing_id)
);
comment on table merge_party is 'A task or a row of a plan in a proposal, with whom it belongs to; exactly one leads the joint visit.';
create unique index merge_party_one_lead on merge_party (proposal_id) where leads;
create index merge_party_of_thing on merge_party (thing_id);
create index merge_party_of_body on merge_party (org_path text_pattern_ops, dept, proposal_id);
grant select, insert, delete on merge_party to mingjian_app;

create table merge_answer (
  proposal_id uuid not null constraint merge_answer_proposal_known references merge_proposal,
  org_path text not null,
  dept text not null,
  accepts boolean not null,
  reason text not null,
  answered_by uuid not null,
  answered_by_name text not null,
  answered_at timestamptz not null,
  primary key (proposal_id, org_path, dept),
  constraint merge_answer_declined_with_reason check (accepts or reason <> '')
);
comment on table merge_answer is '合并意见: evidence, appended. What each body says to a proposal, once, and why.';
grant select, insert on merge_answer to mingjian_app;

create table merge_object (
  subject text not null,
  proposal_id uuid not null,
  primary key (subject, proposal_id)
);
comment on table merge_object is 'The objects that every task of a proposal has drawn. Keyed by subject.';
create index merge_object_of on merge_object (proposal_id, subject);
grant select, insert, delete on merge_object to mingjian_app;

create table visit_merge (
  subject text not null,
  task_id uuid not null,
  proposal_id uuid not null,
  leads boolean not null,
  merged_at timestamptz not null,
  primary key (subject, task_id)
);
comment on table visit_merge is '合并检查: evidence, appended. The visits of one proposal to one object are one joint visit: same day, together, led by the team of the task that leads. Keyed by subject.';
create index visit_merge_of on visit_merge (proposal_id, subject);
grant select, insert on visit_merge to mingjian_app;

-- A joint visit spans places: whether a visit of another body has begun is asked past its row-level security. Nothing but subject and task leaves it.
create function visits_begun(tasks uuid[]) returns table (subject text, task_id uuid)
  language sql stable parallel safe security definer rows 1000 set search_path = pg_catalog, public
  as $$ select v.subject, v.task_id from visit v where v.task_id = any(tasks) and v.state <> 'assigned' $$;
comment on function visits_begun(uuid[]) is 'Objects of these tasks whose visit is no more to be made as it was drawn: reported, inspected, replaced or ended.';
revoke execute on function visits_begun(uuid[]) from public;
grant execute on function visits_begun(uuid[]) to mingjian_app;

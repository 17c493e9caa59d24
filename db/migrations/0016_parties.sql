-- Who else has a hand in a plan: offices that fill in rows, departments of a joint plan, the joint conference, the filing.
create table plan_contribution (
  id uuid primary key,
  plan_id uuid not null constraint plan_contribution_plan_known references plan,
  org_path text not null,
  dept text not null,
  org_name text not null,
  account_id uuid constraint plan_contribution_account_known references actor,
  account_name text,
  office text not null,
  note text not null default '',
  due_on date not null,
  state text not null constraint plan_contribution_state_known check (state in ('invited', 'handed_in', 'taken_in', 'declined', 'withdrawn')),
  rows jsonb not null default '[]',
  reason text not null default '',
  invited_by uuid not null,
  invited_by_name text not null,
  invited_at timestamptz not null,
  handed_in_by uuid,
  handed_in_by_name text,
  handed_in_at timestamptz,
  taken_in_by_name text,
  taken_in_at timestamptz,
  row_ids uuid[] not null default '{}',
  updated_at timestamptz not null
);
comment on table plan_contribution is '填报任务: one office or organisation is asked for its rows of a plan by a day; its rows lie here until they are taken into the plan.';
comment on column plan_contribution.reason is 'Why it was declined or given back, in the words of who did it last.';
comment on column plan_contribution.row_ids is 'The rows of the plan that were made of it.';
create unique index plan_contribution_open_once on plan_contribution (plan_id, org_path, dept, office) where state in ('invited', 'handed_in');
create index plan_contribution_of_plan on plan_contribution (plan_id, invited_at);
create index plan_contribution_by_org on plan_contribution (org_path text_pattern_ops, dept, updated_at desc, id desc);
grant select, insert, update on plan_contribution to mingjian_app;

create table plan_party (
  id uuid primary key,
  plan_id uuid not null constraint plan_party_plan_known references plan,
  org_path text not null,
  dept text not null,
  org_name text not null,
  duty text not null default '',
  due_on date not null,
  state text not null constraint plan_party_state_known check (state in ('invited', 'confirmed', 'declined', 'withdrawn')),
  asked_by uuid not null,
  asked_by_name text not null,
  asked_at timestamptz not null,
  updated_at timestamptz not null,
  constraint plan_party_once unique (plan_id, org_path, dept)
);
comment on table plan_party is '联合计划参与部门: a department that is asked to take part in a joint plan, and where its answer stands.';
create index plan_party_by_org on plan_party (org_path text_pattern_ops, dept, updated_at desc, id desc);
grant select, insert, update on plan_party to mingjian_app;

create table plan_party_answer (
  id uuid primary key,
  party_id uuid not null constraint plan_party_answer_party_known references plan_party,
  answer text not null constraint plan_party_answer_known check (answer in ('confirmed', 'declined')),
  reason text not null,
  content text not null,
  by_id uuid not null,
  by_name text not null,
  at timestamptz not null
);
comment on table plan_party_answer is '部门意见: evidence, appended. What a department answered, and to which content of the plan.';
comment on column plan_party_answer.content is 'SHA-256 of the canonical JSON of the rows that named the department when it answered.';
create index plan_party_answer_of_party on plan_party_answer (party_id, at desc, id);
grant select, insert on plan_party_answer to mingjian_app;

create table plan_adoption (
  id uuid primary key,
  plan_id uuid not null constraint plan_adoption_plan_known references plan,
  met_on date not null,
  minutes_no text not null,
  resolution text not null,
  file_id uuid constraint plan_adoption_file_known references file,
  parties jsonb not null,
  by_id uuid not null,
  by_name text not null,
  at timestamptz not null
);
comment on table plan_adoption is '联席会议审议: evidence, appended. The meeting that adopted a joint plan, its minutes, and who had confirmed.';
create index plan_adoption_of_plan on plan_adoption (plan_id, at desc);
grant select, insert on plan_adoption to mingjian_app;

create table plan_filing (
  id uuid primary key,
  plan_id uuid not null constraint plan_filing_plan_known references plan,
  with_whom text not null constraint plan_filing_with_known check (with_whom in ('superior', 'government')),
  version integer not null,
  to_path text not null,
  to_dept text not null,
  to_name text not null,
  number text not null default '',
  filed_on date not null,
  note text not null default '',
  file_id uuid constraint plan_filing_file_known references file,
  filed_by uuid not null,
  filed_by_name text not null,
  filed_at timestamptz not null,
  constraint plan_filing_number_given check (with_whom = 'superior' or number <> '')
);
comment on table plan_filing is '计划备案: evidence, appended. A version of a plan filed with the level above, or with the government under its number.';
create index plan_filing_of_plan on plan_filing (plan_id, filed_at desc);
create index plan_filing_by_time on plan_filing (filed_at desc, id desc);
grant select, insert on plan_filing to mingjian_app;

create table plan_filing_decision (
  filing_id uuid primary key constraint plan_filing_decision_filing_known references plan_filing,
  verdict text not null constraint plan_filing_verdict_known check (verdict in ('accepted', 'returned')),
  opinion text not null,
  by_id uuid not null,
  by_name text not null,
  at timestamptz not null
);
comment on table plan_filing_decision is '备案意见: evidence, appended. One answer of the level above per filing.';
grant select, insert on plan_filing_decision to mingjian_app;

-- Whoever is asked reads the plan they are asked about; they lock it while they answer, and never write it.
create policy plan_invited on plan to mingjian_app
  using (exists (select from plan_party p where p.plan_id = plan.id and p.state <> 'withdrawn' and in_scope(p.org_path))
    or exists (select from plan_contribution c where c.plan_id = plan.id and c.state <> 'withdrawn' and in_scope(c.org_path)))
  with check (false);

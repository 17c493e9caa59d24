-- 案件线索, 专家意见: a problem in the hands of who handles cases, and what an expert of a team says.
create table case_ending (code text primary key, zh text not null, en text not null);
insert into case_ending (code, zh, en) values
  ('penalty', '行政处罚决定', 'penalty decided'),
  ('minor', '不予行政处罚决定（违法行为轻微）', 'no penalty: minor'),
  ('unproven', '不予行政处罚决定（违法事实不能成立）', 'no penalty: not proven'),
  ('judicial', '移送司法机关', 'sent to the judiciary'),
  ('not_filed', '不予立案', 'no case opened');
grant select on case_ending to mingjian_app;

create table case_clue (
  subject text not null,
  id uuid not null,
  visit_id uuid not null,
  to_org_path text not null,
  to_dept text not null,
  to_org_name text not null,
  state text not null constraint case_clue_state_known check (state in ('handed', 'taken', 'returned', 'decided')),
  note text not null,
  handed_by uuid not null,
  handed_by_name text not null,
  handed_at timestamptz not null,
  taken_by uuid,
  taken_by_name text,
  taken_at timestamptz,
  ended_by uuid,
  ended_by_name text,
  ended_at timestamptz,
  return_reason text,
  ending text constraint case_clue_ending_known references case_ending,
  decision_no text,
  decided_on date,
  primary key (subject, id),
  constraint case_clue_of_problem foreign key (subject, visit_id) references open_problem (subject, visit_id),
  constraint case_clue_second_person check (taken_by <> handed_by and ended_by <> handed_by),
  constraint case_clue_taken_whole check ((taken_by is null) = (taken_at is null) and (state not in ('taken', 'decided') or taken_by is not null)),
  constraint case_clue_ended_whole check ((ended_by is null) = (ended_at is null) and (ended_by is null) = (state in ('handed', 'taken'))),
  constraint case_clue_returned_whole check ((state = 'returned') = (return_reason is not null)),
  constraint case_clue_decided_whole check ((state = 'decided') = (ending is not null and decision_no is not null and decided_on is not null))
);
comment on table case_clue is '案件线索: a problem handed to whoever handles cases (移送办案), taken over by another person, given back or decided; the decision finishes the problem. Keyed by subject.';
create unique index case_clue_live_once on case_clue (subject, visit_id) where state in ('handed', 'taken');
create index case_clue_of_visit on case_clue (visit_id, handed_at desc);
create index case_clue_received on case_clue (to_org_path text_pattern_ops, handed_at desc, id desc);
grant select, insert, update on case_clue to mingjian_app;

create table expert_opinion (
  subject text not null,
  visit_id uuid not null,
  officer_id uuid not null,
  version integer not null,
  officer_name text not null,
  text text not null,
  at timestamptz not null,
  primary key (subject, visit_id, officer_id, version)
);
comment on table expert_opinion is '专家意见: evidence, appended. What an expert of a team says of a visit, a version for each amendment; read by the team and its reviewer, never public. Keyed by subject.';
grant select, insert on expert_opinion to mingjian_app;

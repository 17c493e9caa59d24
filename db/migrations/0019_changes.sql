-- 变更申请, 提醒与通知: what is asked for after the lock, what everybody is told, and how it reached them.
create table change_kind (code text primary key, zh text not null, en text not null);
insert into change_kind (code, zh, en) values
  ('task.cancel', '取消任务', 'cancel the task'),
  ('task.window', '延长检查时间', 'extend the window'),
  ('task.announcement', '更正任务公告', 'correct the announcement'),
  ('task.participants', '配合部门退出', 'let a department leave the task'),
  ('visit.department', '改派检查部门', 'appoint another department');
grant select on change_kind to mingjian_app;

create table change_reason (code text primary key, zh text not null, en text not null, evidence boolean not null);
insert into change_reason (code, zh, en, evidence) values
  ('clerical', '填写错误', 'a mistake of writing', false),
  ('law', '法律法规或者上级部署变化', 'law or an order from above', true),
  ('organisation', '机构、职责或者人员调整', 'offices, duties or people changed', false),
  ('objects', '检查对象情况变化', 'the objects changed', false),
  ('force_majeure', '自然灾害等不可抗力', 'force majeure', true),
  ('other', '其他', 'another reason', false);
grant select on change_reason to mingjian_app;

create table change_request (
  id uuid primary key,
  change_no text not null constraint change_no_once unique,
  kind text not null constraint change_kind_known references change_kind,
  thing text not null,
  thing_name text not null,
  org_path text not null,
  dept text not null,
  org_name text not null,
  reason text not null constraint change_reason_known references change_reason,
  note text not null,
  evidence_file uuid constraint change_evidence_known references file,
  wanted jsonb not null,
  wish jsonb not null,
  state text not null constraint change_state_known check (state in ('requested', 'approved', 'applied', 'rejected', 'withdrawn')),
  due_on date,
  requested_by uuid not null,
  requested_by_name text not null,
  requested_at timestamptz not null,
  decided_by uuid,
  decided_by_name text,
  decided_at timestamptz,
  opinion text,
  updated_at timestamptz not null,
  constraint change_second_person check (decided_by is null or state = 'withdrawn' or decided_by <> requested_by)
);
comment on table change_request is '变更申请: something locked, what is wanted instead, why, and what became of it; who decides is not who asked.';
create unique index change_open_once on change_request (thing, kind) where state = 'requested';
create index change_by_time on change_request (org_path text_pattern_ops, requested_at desc, id desc);
create index change_of_thing on change_request (thing, requested_at desc);
grant select, insert, update on change_request to mingjian_app;

create table change_version (
  request_id uuid not null constraint change_version_request_known references change_request,
  side text not null constraint change_side_known check (side in ('before', 'after')),
  body jsonb not null,
  at timestamptz not null,
  primary key (request_id, side)
);
comment on table change_version is '变更前后: the thing as it stood when the change was asked for, and as it stands since; neither is ever changed.';
grant select, insert on change_version to mingjian_app;

create table change_step (
  request_id uuid not null constraint change_step_request_known references change_request,
  seq integer not null,
  verb text not null,
  state text not null,
  note text not null,
  actor_id uuid not null,
  actor_name text not null,
  org_name text not null,
  at timestamptz not null,
  primary key (request_id, seq)
);
comment on table change_step is '变更经过: who did what with a request, and when.';
grant select, insert on change_step to mingjian_app;

create table inbox (
  id uuid primary key,
  account_id uuid not null constraint inbox_account_known references actor,
  kind text not null,
  thing text not null,
  facts jsonb not null,
  due_on date,
  stage text constraint inbox_stage_known check (stage ~ '^(d[0-9]{1,3}|today|overdue)$'),
  dedupe_key text constraint inbox_once unique,
  at timestamptz not null,
  read_at timestamptz,
  posted_at timestamptz
);
comment on table inbox is '消息: what an account is told. dedupe_key lets a thing be told once; posted_at is when its mails and messages were put up.';
create index inbox_of_account on inbox (account_id, at desc, id desc);
create index inbox_unread on inbox (account_id) where read_at is null;
create index inbox_to_post on inbox (at) where posted_at is null;
grant select, insert, update on inbox to mingjian_app;

create table notice_address (
  account_id uuid primary key constraint notice_address_account_known references actor,
  email text,
  mobile text,
  least text not null constraint notice_least_known check (least in ('all', 'deadlines', 'urgent')),
  updated_at timestamptz not null
);
comment on table notice_address is '提醒方式: where a person wants to be reached outside the console, and for what.';
grant select, insert, update on notice_address to mingjian_app;

create table notice_delivery (
  id uuid primary key,
  inbox_id uuid not null constraint notice_delivery_inbox_known references inbox,
  channel text not null constraint notice_channel_known check (channel in ('email', 'webhook', 'sms')),
  target text not null,
  state text not null constraint notice_delivery_state_known check (state in ('waiting', 'sent', 'logged', 'failed')),
  attempts integer not null,
  next_at timestamptz not null,
  updated_at timestamptz not null,
  constraint notice_delivery_once unique (inbox_id, channel)
);
comment on table notice_delivery is '发送: one message on its way by one channel.';
create index notice_delivery_due on notice_delivery (next_at) where state = 'waiting';
create index notice_delivery_by_time on notice_delivery (updated_at desc, id desc);
grant select, insert, update on notice_delivery to mingjian_app;

create table notice_attempt (
  delivery_id uuid not null constraint notice_attempt_delivery_known references notice_delivery,
  attempt integer not null,
  outcome text not null constraint notice_outcome_known check (outcome in ('sent', 'logged', 'failed')),
  detail text not null,
  at timestamptz not null,
  primary key (delivery_id, attempt)
);
comment on table notice_attempt is '发送记录: each try to send, with what the other side answered; addresses and passwords are not in it.';
grant select, insert on notice_attempt to mingjian_app;

-- The change feed of the registration authority with its receipts, and the quality desk of the register.
create table feed_source (
  source text primary key,
  name text not null,
  org_path text not null,
  dept text not null,
  org_name text not null,
  last_seq bigint not null,
  updated_at timestamptz not null default now()
);
comment on table feed_source is '登记变更来源: one ordered stream of one organisation (place:department:name), and the last sequence number that was taken. Its row lock makes two senders one after the other.';
grant select, insert, update on feed_source to mingjian_app;

create table feed_receipt (
  id uuid primary key,
  source text not null constraint feed_receipt_source_known references feed_source,
  org_path text not null,
  dept text not null,
  via text not null constraint feed_receipt_via_known check (via in ('push', 'pull')),
  state text not null constraint feed_receipt_state_known check (state in ('receiving', 'complete', 'stopped', 'broken')),
  sent_by uuid,
  sent_by_name text not null,
  started_at timestamptz not null,
  updated_at timestamptz not null,
  finished_at timestamptz,
  from_seq bigint,
  to_seq bigint,
  lines bigint not null default 0,
  applied jsonb not null default '{}',
  unchanged bigint not null default 0,
  repeated bigint not null default 0,
  refused bigint not null default 0,
  gaps jsonb not null default '[]',
  stopped jsonb,
  bytes bigint not null default 0,
  sha256 text
);
comment on table feed_receipt is '登记变更回执: one body that was sent or pulled, and what became of its events. It grows with each transaction of the body, so what it says is what is in the register, also when the body broke off.';
create index feed_receipt_by_time on feed_receipt (started_at desc, id desc);
create index feed_receipt_of_source on feed_receipt (source, started_at desc);
grant select, insert, update on feed_receipt to mingjian_app;

create table feed_event (
  source text not null,
  seq bigint not null,
  hash text not null,
  type text not null,
  subject text,
  effective_on date,
  outcome text not null constraint feed_event_outcome_known check (outcome in ('applied', 'unchanged', 'refused')),
  code text,
  facts jsonb,
  receipt_id uuid not null,
  received_at timestamptz not null,
  primary key (source, seq)
);
comment on table feed_event is '登记变更事件: evidence, appended. What became of each sequence number, with the hash of what it said: the same number with other content is refused. Stays on the coordinator of a cluster.';
create index feed_event_of_subject on feed_event (subject, received_at desc) where subject is not null;
grant select, insert on feed_event to mingjian_app;

create table feed_refusal (
  receipt_id uuid not null,
  line bigint not null,
  seq bigint,
  type text,
  subject text,
  code text not null,
  facts jsonb not null,
  excerpt text not null,
  primary key (receipt_id, line)
);
comment on table feed_refusal is '未接收的登记变更: evidence, appended. Each line of a body that was not taken, with the reason and its facts.';
create index feed_refusal_by_code on feed_refusal (receipt_id, code, line);
grant select, insert on feed_refusal to mingjian_app;

create table feed_total (
  receipt_id uuid not null,
  as_of date not null,
  region_path text not null,
  state text not null,
  theirs bigint not null,
  ours bigint not null,
  counted_at timestamptz not null,
  primary key (receipt_id, region_path, state)
);
comment on table feed_total is '登记对账: evidence, appended. How many objects the registration authority has by place and state, and how many we had at that moment.';
grant select, insert on feed_total to mingjian_app;

create unlogged table feed_row (
  receipt_id uuid not null,
  wave integer not null,
  subject text not null,
  known boolean not null,
  event text not null,
  event_on date not null,
  seq bigint not null,
  name text not null,
  kind text not null,
  entity_type text,
  region_path text not null,
  established date,
  capital_yuan bigint,
  capital_text text,
  scope text,
  address text,
  legal_rep text,
  state text not null,
  industry text,
  owner_subject text,
  initials text,
  primary key (subject, receipt_id, wave)
);
comment on table feed_row is 'Staging of one chunk of a feed: filled, merged and emptied in one transaction. An object with several events in a chunk has one row per wave. Distributed by subject.';
grant select, insert, delete on feed_row to mingjian_app;

-- The quality desk.
create table quality_run (
  id uuid primary key,
  org_path text not null,
  dept text not null,
  state text not null constraint quality_run_state_known check (state in ('running', 'done', 'failed')),
  objects bigint not null default 0,
  started_by uuid,
  started_by_name text not null,
  started_at timestamptz not null,
  finished_at timestamptz
);
comment on table quality_run is '数据质量检查: one look of the rules at the register of a place.';
create index quality_run_of_place on quality_run (org_path, started_at desc);
grant select, insert, update on quality_run to mingjian_app;

create table quality_count (
  run_id uuid not null constraint quality_count_run_known references quality_run,
  rule text not null,
  region_path text not null,
  findings bigint not null,
  primary key (run_id, rule, region_path)
);
comment on table quality_count is '数据质量计数: findings of a run by rule and place, kept for the trend.';
grant select, insert on quality_count to mingjian_app;

create table quality_finding (
  subject text not null,
  rule text not null,
  region_path text not null,
  run_id uuid not null,
  found_at timestamptz not null,
  detail text not null default '',
  group_key text,
  primary key (subject, rule)
);
comment on table quality_finding is '数据质量问题: objects that a rule found in the last run; group_key holds together those that are one another''s duplicates. Distributed by subject.';
create index quality_finding_by_place on quality_finding (rule, region_path collate "C", subject collate "C");
create index quality_finding_of_group on quality_finding (rule, group_key, subject) where group_key is not null;
grant select, insert, update, delete on quality_finding to mingjian_app;

create table quality_exception (
  subject text not null,
  rule text not null,
  region_path text not null,
  reason text not null,
  set_by uuid not null,
  set_by_name text not null,
  set_at timestamptz not null,
  primary key (subject, rule)
);
comment on table quality_exception is '数据质量例外: somebody looked and says this is right as it is; the rule does not show it again. Distributed by subject.';
grant select, insert, delete on quality_exception to mingjian_app;

create table quality_fix (
  id uuid primary key,
  rule text not null,
  action text not null,
  params jsonb not null,
  reason text not null,
  org_path text not null,
  dept text not null,
  org_name text not null,
  state text not null constraint quality_fix_state_known check (state in ('running', 'done', 'undoing', 'undone', 'failed')),
  objects bigint not null default 0,
  skipped bigint not null default 0,
  kept bigint not null default 0,
  started_by uuid not null,
  started_by_name text not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  undone_by uuid,
  undone_by_name text,
  undone_at timestamptz
);
comment on table quality_fix is '批量处理: what was done about the findings of one rule, by whom and why; taken back as one. kept counts objects that changed since and were left alone by the undo.';
create index quality_fix_by_time on quality_fix (started_at desc, id desc);
grant select, insert, update on quality_fix to mingjian_app;

create table quality_fix_row (
  fix_id uuid not null,
  subject text not null,
  before jsonb not null,
  primary key (subject, fix_id)
);
comment on table quality_fix_row is '批量处理前的样子: evidence, appended. What a fix changed about an object, as it stood before. Distributed by subject.';
create index quality_fix_row_of on quality_fix_row (fix_id, subject);
grant select, insert on quality_fix_row to mingjian_app;

-- The check digits of core/registers/uscc.ts in SQL, for ten million rows at once; a test holds the two together.
create function uscc_fits(code text) returns boolean
  language sql immutable parallel safe strict
  as $$ select code ~ '^[0-9A-HJ-NPQRTUWXY]{18}$' and substr('0123456789ABCDEFGHJKLMNPQRTUWXY', (31 - ((
      1 * (strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', substr(code, 1, 1)) - 1) + 3 * (strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', substr(code, 2, 1)) - 1)
    + 9 * (strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', substr(code, 3, 1)) - 1) + 27 * (strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', substr(code, 4, 1)) - 1)
    + 19 * (strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', substr(code, 5, 1)) - 1) + 26 * (strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', substr(code, 6, 1)) - 1)
    + 16 * (strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', substr(code, 7, 1)) - 1) + 17 * (strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', substr(code, 8, 1)) - 1)
    + 20 * (strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', substr(code, 9, 1)) - 1) + 29 * (strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', substr(code, 10, 1)) - 1)
    + 25 * (strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', substr(code, 11, 1)) - 1) + 13 * (strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', substr(code, 12, 1)) - 1)
    + 8 * (strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', substr(code, 13, 1)) - 1) + 24 * (strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', substr(code, 14, 1)) - 1)
    + 10 * (strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', substr(code, 15, 1)) - 1) + 30 * (strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', substr(code, 16, 1)) - 1)
    + 28 * (strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', substr(code, 17, 1)) - 1)) % 31)) % 31 + 1, 1) = substr(code, 18, 1) $$;
comment on function uscc_fits(text) is 'GB 32100-2015: length, alphabet and check digit of a 统一社会信用代码.';
create function reg_fits(number text) returns boolean
  language plpgsql immutable parallel safe strict
  as $$
declare
  product integer := 10;
  total integer;
begin
  if number !~ '^[0-9]{15}$' then return false; end if;
  for i in 1..14 loop
    total := (substr(number, i, 1)::integer + product) % 10;
    if total = 0 then total := 10; end if;
    product := (total * 2) % 11;
  end loop;
  return (11 - product) % 10 = substr(number, 15, 1)::integer;
end $$;
comment on function reg_fits(text) is 'ISO 7064 MOD 11,10: the 15 digits of a 注册号.';

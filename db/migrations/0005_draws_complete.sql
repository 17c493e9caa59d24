-- Draws: beacons, sealed mode, replacements, sign-offs.
alter table draw_file drop constraint draw_file_role_known;
alter table draw_file add constraint draw_file_role_known
  check (role in ('leaves', 'packed', 'excluded', 'pool', 'selected', 'bundle', 'audit', 'matching', 'certificate'));
comment on table draw_file is '抽取文件: the files of a draw by role; packed, excluded and matching are working files, audit is for auditors, the others are published.';

create table replacement_request (
  id uuid primary key,
  draw_id text not null constraint replacement_request_draw_known references draw,
  subject text not null,
  leaf bytea not null,
  reason text not null,
  note text not null,
  evidence_file uuid constraint replacement_request_file_known references file,
  requested_by uuid not null,
  requested_by_name text not null,
  requested_at timestamptz not null
);
comment on table replacement_request is '更换申请: evidence, appended. Which drawn object shall be replaced, why, and who asked.';
create index replacement_request_of_draw on replacement_request (draw_id, requested_at);
grant select, insert on replacement_request to mingjian_app;

create table replacement_decision (
  request_id uuid primary key constraint replacement_decision_request_known references replacement_request,
  approved boolean not null,
  opinion text not null,
  replacement_draw text constraint replacement_decision_draw_known references draw,
  decided_by uuid not null,
  decided_by_name text not null,
  decided_at timestamptz not null,
  constraint replacement_decision_draw check (approved = (replacement_draw is not null))
);
comment on table replacement_decision is '更换审批: evidence, appended. One decision per request, by a person who did not ask; approval names the draw of kind R it opened.';
grant select, insert on replacement_decision to mingjian_app;

create table draw_sign_off (
  draw_id text not null constraint draw_sign_off_draw_known references draw,
  seq integer not null,
  duty text not null constraint draw_sign_off_duty_known check (duty in ('organiser', 'supervisor', 'witness')),
  name text not null,
  unit text not null,
  opinion text not null,
  recorded_by uuid not null,
  recorded_by_name text not null,
  at timestamptz not null,
  primary key (draw_id, seq)
);
comment on table draw_sign_off is '确认书签署: evidence, appended. Who was there when a draw was held, and what they say of it.';
grant select, insert on draw_sign_off to mingjian_app;

-- A replaced object is not inspected any more; its substitute has a visit of its own.
alter table visit drop constraint visit_state_known;
alter table visit add constraint visit_state_known check (state in ('assigned', 'submitted', 'returned', 'published', 'replaced'));
drop index visit_open;
create index visit_open on visit (subject) where state not in ('published', 'replaced');
drop index visit_to_do;
create index visit_to_do on visit (dept, (state in ('published', 'replaced')), due_on, id);

alter table published.draw add column beacon jsonb, add column beacon_value jsonb, add column replacement jsonb, add column log jsonb not null default '[]', add column certificate_sha256 text;
comment on column published.draw.replacement is 'Kind R: {objectDraw, leaf, reason}; who asked and why in detail is not public.';
-- Sealed draws: the drawn are named in no order that tells a ticket, and no class.
alter table published.drawn alter column stratum drop not null, alter column ticket drop not null;
comment on column published.drawn.ticket is 'Null in a sealed draw: names and leaves are not linked in public.';

-- Frame
create table risk_class (code text primary key, zh text not null, en text not null, retired boolean not null default false);
grant select on risk_class to mingjian_app;
-- 企业信用风险分类: the four classes of 国市监信发〔2022〕6号; the same table as core/registers/risk.ts, and a test holds the two together.
insert into risk_class (code, zh, en) values ('A', '低风险', 'low'), ('B', '一般风险', 'general'), ('C', '较高风险', 'raised'), ('D', '高风险', 'high');

alter table entity add column industry text, add column labels text[] not null default '{}';
comment on column entity.industry is 'GB/T 4754-2017: section letter and up to four digits (F5112), so that a prefix is a section, a division or a group.';
comment on column entity.labels is '监管标签, ascending, each once.';
-- Partial: most objects carry no label, and an import does not pay for those.
create index entity_by_label on entity using gin (labels) where labels <> '{}';

create table entity_risk (
  subject text primary key,
  risk_class text not null,
  as_of date not null,
  source text not null,
  import_id uuid,
  updated_at timestamptz not null default now(),
  constraint entity_risk_class_known foreign key (risk_class) references risk_class
);
comment on table entity_risk is '信用风险等级: the newest class of a subject. Never public and never shown without risk.read (国市监信规〔2024〕5号 二(五)); distributed by subject.';
grant select, insert, update on entity_risk to mingjian_app;

create table entity_item (
  subject text not null,
  dept text not null,
  item_code text not null,
  import_id uuid,
  primary key (subject, dept, item_code)
);
comment on table entity_item is '适用事项: which items of a department a subject is mapped to, by code, whatever the version; distributed by subject.';
create index entity_item_by_code on entity_item (dept, item_code, subject);
grant select, insert, delete on entity_item to mingjian_app;

create table register_value (
  field text not null,
  value text not null,
  since timestamptz not null,
  primary key (field, value)
);
comment on table register_value is '名录取值: labels, industries and entity types that imports have brought, so that a screen offers lists without reading the register.';
grant select, insert on register_value to mingjian_app;

alter table import_row add column industry text, add column labels text[], add column risk_class text, add column risk_as_of date, add column risk_source text, add column items text[];

alter table task
  add column mode text not null default 'open' constraint task_mode_known check (mode in ('open', 'sealed')),
  add column exclude_drawn text not null default 'none' constraint task_exclude_drawn_known check (exclude_drawn in ('none', 'lowRisk', 'all')),
  add column frequency_cap integer constraint task_frequency_cap_positive check (frequency_cap >= 1),
  add column exclude_whitelist boolean not null default false;
comment on column task.mode is 'sealed: nothing public tells a stratum or a class; forced where a risk class shapes the frame.';
comment on column task.exclude_drawn is 'Whom an earlier draw of this calendar year excludes: nobody, those of low risk, everybody.';

-- What a frame asks about visits and draws counts whoever held them, also where the rows are out of the actor's sight. Nothing but subjects with
-- dates and counts leaves these functions; their owner reads past row-level security, and they may run in parallel workers, which its policies may not.
create function frame_open() returns table (subject text)
  language sql stable parallel safe security definer rows 10000 set search_path = pg_catalog, public
  as $$ select distinct subject from visit where state not in ('published', 'replaced') $$;
comment on function frame_open() is 'Subjects with a visit in hand.';
create function frame_visits(year_from date, year_to date) returns table (subject text, last_on date, used integer)
  language sql stable parallel safe security definer rows 10000 set search_path = pg_catalog, public
  as $$ select v.subject, max(r.date), (count(*) filter (where r.date between year_from and year_to))::int
    from visit v join (select distinct on (subject, visit_id) subject, visit_id, date from result order by subject, visit_id, version desc) as r
      on r.subject = v.subject and r.visit_id = v.id
    where v.state = 'published' group by v.subject $$;
comment on function frame_visits(date, date) is 'Per subject the newest published inspection and how many lie in the year; the newest version of a result says when it was.';
create function frame_drawn(since timestamptz, until timestamptz) returns table (subject text)
  language sql stable parallel safe security definer rows 10000 set search_path = pg_catalog, public
  as $$ select distinct o.subject from drawn_object o join draw d on d.id = o.draw_id join draw_slot s on s.draw_id = o.draw_id
    where s.state = 'closed' and d.created_at >= since and d.created_at < until
      and not exists (select from visit v where v.subject = o.subject and v.task_id = o.task_id and v.state = 'replaced') $$;
comment on function frame_drawn(timestamptz, timestamptz) is 'Subjects drawn in closed draws of a time; whoever was replaced was not inspected and is not spared.';
revoke execute on function frame_open(), frame_visits(date, date), frame_drawn(timestamptz, timestamptz) from public;
grant execute on function frame_open(), frame_visits(date, date), frame_drawn(timestamptz, timestamptz) to mingjian_app;

create or replace function refresh_statistics(tables text[]) returns void
  language plpgsql security definer set search_path = pg_catalog, public
  as $$
  declare
    name text;
  begin
    foreach name in array tables loop
      if name not in ('entity', 'entity_risk', 'entity_item', 'import_row', 'drawn_object', 'assignment', 'visit') then
        raise exception 'refresh_statistics does not know %', name;
      end if;
      execute format('analyze public.%I', name);
    end loop;
  end $$;

-- Transparency log
create table log_entry (
  id uuid primary key,
  written_at timestamptz not null default clock_timestamp(),
  at timestamptz not null,
  type text not null constraint log_entry_type_known check (type in ('replace_request', 'freeze', 'commit', 'reveal', 'result', 'close', 'void', 'record_head')),
  draw_id text,
  body bytea not null constraint log_entry_fits check (octet_length(body) between 1 and 65535)
);
comment on table log_entry is '透明日志条目: evidence, appended in the writing transaction. body is the canonical JSON that is hashed and published; no names, no strata, no filters.';
create index log_entry_of_draw on log_entry (draw_id) where draw_id is not null;
create index log_entry_record_head on log_entry (at) where type = 'record_head';
comment on column log_entry.written_at is 'When the row was written, under the lock of its draw: the order in which entries of one draw become leaves.';
grant select, insert on log_entry to mingjian_app;

create table log_pending (
  entry_id uuid primary key constraint log_pending_entry_known references log_entry
);
comment on table log_pending is '待入日志: a queue, no evidence: entries that have no leaf yet. An entry whose row here is gone shows as one without a leaf.';
grant select, insert, delete on log_pending to mingjian_app;

create table log_leaf (
  index bigint primary key,
  entry_id uuid not null constraint log_leaf_once unique constraint log_leaf_entry_known references log_entry,
  hashes bytea not null constraint log_leaf_hashes check (octet_length(hashes) >= 32 and octet_length(hashes) % 32 = 0)
);
comment on table log_leaf is '透明日志叶子: evidence, appended. hashes is the leaf hash, then the hashes of the subtrees that this leaf completes (RFC 9162), so that a proof reads a few rows.';
grant select, insert on log_leaf to mingjian_app;

create table log_checkpoint (
  size bigint primary key,
  root text not null,
  origin text not null,
  key text not null,
  note text not null,
  at timestamptz not null
);
comment on table log_checkpoint is '透明日志检查点: evidence, appended. A signed note over the size and the root (C2SP tlog-checkpoint), with the log''s own signatures only.';
grant select, insert on log_checkpoint to mingjian_app;

create table log_cosignature (
  size bigint not null constraint log_cosignature_checkpoint_known references log_checkpoint,
  witness text not null,
  line text not null,
  at timestamptz not null,
  primary key (size, witness)
);
comment on table log_cosignature is '见证人副署: evidence, appended. What another house signed of our checkpoint (C2SP tlog-cosignature); witness is its key.';
grant select, insert on log_cosignature to mingjian_app;

create table witnessed_checkpoint (
  origin text not null,
  size bigint not null,
  root text not null,
  note text not null,
  at timestamptz not null,
  primary key (origin, size)
);
comment on table witnessed_checkpoint is '本机构见证的检查点: evidence, appended. Checkpoints of other houses'' logs that we have cosigned; the largest of an origin is its state.';
grant select, insert on witnessed_checkpoint to mingjian_app;

-- The record waits for its seal in a queue of its own: an order by transaction ids would end with the database that gave them, and a restored one starts anew.
create table record_pending (
  record_id uuid primary key constraint record_pending_record_known references record
);
comment on table record_pending is '待封留痕: a queue, no evidence: rows of the record that have no seal yet. A row without a seal that is not here was put in past the house.';
insert into record_pending select id from record r where not exists (select from record_seal s where s.record_id = r.id);
grant select, insert, delete on record_pending to mingjian_app;
drop index record_unsealed;

-- Rows of evidence are found again by what the record says of them.
create index result_by_id on result (id);
create index review_of_result on review (result_id);
create index assignment_of_draw on assignment (draw_id, subject, officer_id);

-- Officers: their register with certificates, leave, relations, groups and filings, and what items ask of them.
alter table org
  add column post text not null default 'office' constraint org_post_known check (post in ('office', 'station')),
  add column cluster text;
comment on column org.post is 'office 机关, station 所: the four scopes of 工商企监字〔2016〕185号 are made of them.';
comment on column org.cluster is '片区: stations that serve each other''s area under the scope 若干所.';
update org set post = 'station' from region where region.path = org.path and region.level = 'station';

alter table officer
  add column population text not null default 'officers' constraint officer_population_known check (population in ('officers', 'experts')),
  add column gender text constraint officer_gender_known check (gender in ('male', 'female')),
  add column id_no_masked text,
  add column phone text,
  add column education text,
  add column major text,
  add column job_category text,
  add column post_since date,
  add column qualifications text[] not null default '{}',
  add column expertise text[] not null default '{}',
  add column post_level text,
  add column post_class text,
  add column post_name text,
  add column business_office text,
  add column edited_by uuid,
  add column edited_by_name text;
comment on table officer is '执法检查人员与专家. item_scope is empty when the officer may enforce every item of the department; experts have a register of their own by population.';
comment on column officer.id_no_masked is 'Personal data: only the masked form is kept (620102********1234).';
comment on column officer.phone is 'Personal data: shown masked.';
comment on column officer.qualifications is '岗位资质资格: an item that asks for one is matched to its holders only.';
comment on column officer.expertise is '专长; of an expert the kinds of expertise (药品GSP …).';
alter table officer drop constraint officer_state_known;
alter table officer add constraint officer_state_known check (state in ('active', 'suspended', 'left'));

create table officer_certificate (
  id uuid primary key,
  officer_id uuid not null constraint officer_certificate_officer_known references officer,
  certificate_no text not null,
  dept text not null,
  issuer text,
  valid_from date,
  valid_to date not null,
  state text not null default 'valid' constraint officer_certificate_state_known check (state in ('valid', 'revoked')),
  updated_at timestamptz not null default now(),
  constraint officer_certificate_once unique (officer_id, certificate_no),
  constraint officer_certificate_window check (valid_from is null or valid_from <= valid_to)
);
comment on table officer_certificate is '执法证: dept is the authority whose items it covers; an officer may hold several.';
create index officer_certificate_expiry on officer_certificate (valid_to) where state = 'valid';
grant select, insert, update on officer_certificate to mingjian_app;
insert into officer_certificate (id, officer_id, certificate_no, dept, valid_to) select gen_random_uuid(), id, certificate_no, dept, certificate_valid_to from officer;

create table officer_leave (
  id uuid primary key,
  officer_id uuid not null constraint officer_leave_officer_known references officer,
  from_on date not null,
  to_on date not null,
  kind text not null constraint officer_leave_kind_known check (kind in ('leave', 'illness', 'training', 'duty', 'other')),
  note text not null default '',
  state text not null default 'planned' constraint officer_leave_state_known check (state in ('planned', 'cancelled')),
  entered_by uuid,
  entered_by_name text not null,
  updated_at timestamptz not null default now(),
  constraint officer_leave_window check (from_on <= to_on)
);
comment on table officer_leave is '请假与不可用时段: on these days an officer is matched to nothing.';
create index officer_leave_of on officer_leave (officer_id, to_on);
grant select, insert, update on officer_leave to mingjian_app;
insert into officer_leave (id, officer_id, from_on, to_on, kind, entered_by_name)
  select gen_random_uuid(), o.id, lower(u), upper(u) - 1, 'leave', '系统' from officer o, unnest(o.unavailable) as u;
alter table officer drop column certificate_no, drop column certificate_valid_to, drop column unavailable;

alter table import_batch drop constraint import_kind_known;
alter table import_batch add constraint import_kind_known check (kind in ('entity', 'officer', 'expert'));

-- A relation that has ended may be declared again, so it is not unique any more; two at a time are refused where they are declared.
alter table recusal drop constraint recusal_once;
create index recusal_of_officer on recusal (officer_id);
comment on table recusal is '回避关系图: declared, kinship, shareholding, former_employer; until recusal_end says otherwise this officer never inspects this object.';
create table recusal_end (
  recusal_id uuid primary key constraint recusal_end_recusal_known references recusal,
  ended_on date not null,
  note text not null default '',
  ended_by uuid not null,
  ended_by_name text not null,
  at timestamptz not null
);
comment on table recusal_end is '回避解除: from this day on the relation does not stand any more.';
grant select, insert on recusal_end to mingjian_app;

create table officer_group (
  id uuid primary key,
  org_path text not null,
  dept text not null,
  org_name text not null,
  name text not null,
  state text not null default 'active' constraint officer_group_state_known check (state in ('active', 'retired')),
  edited_by uuid not null,
  edited_by_name text not null,
  updated_at timestamptz not null,
  constraint officer_group_name_once unique (org_path, dept, name)
);
comment on table officer_group is '检查小组: a standing group that is drawn as a whole.';
grant select, insert, update on officer_group to mingjian_app;
create table officer_group_member (
  group_id uuid not null constraint officer_group_member_group_known references officer_group,
  officer_id uuid not null constraint officer_group_member_officer_known references officer,
  leader boolean not null,
  primary key (group_id, officer_id)
);
comment on table officer_group_member is '小组成员: at least two, exactly one of them the leader; replaced as a set.';
create unique index officer_group_one_leader on officer_group_member (group_id) where leader;
create index officer_group_of on officer_group_member (officer_id);
grant select, insert, delete on officer_group_member to mingjian_app;

create table officer_filing (
  id uuid primary key,
  org_path text not null,
  dept text not null,
  org_name text not null,
  to_path text not null,
  file_id uuid not null constraint officer_filing_file_known references file,
  officers integer not null,
  note text not null default '',
  submitted_by uuid not null,
  submitted_by_name text not null,
  submitted_at timestamptz not null
);
comment on table officer_filing is '名录备案: evidence, appended. The officer register as it stood, filed with the level above (工商企监字〔2016〕185号).';
create index officer_filing_by_time on officer_filing (submitted_at desc, id desc);
grant select, insert on officer_filing to mingjian_app;
create table officer_filing_decision (
  filing_id uuid primary key constraint officer_filing_decision_filing_known references officer_filing,
  accepted boolean not null,
  opinion text not null,
  decided_by uuid not null,
  decided_by_name text not null,
  decided_at timestamptz not null
);
comment on table officer_filing_decision is '备案意见: evidence, appended. One answer of the level above per filing.';
grant select, insert on officer_filing_decision to mingjian_app;

alter table item
  add column qualifications text[] not null default '{}',
  add column expertise text[] not null default '{}',
  add column expert_kinds text[] not null default '{}';
comment on column item.qualifications is '需要专业岗资格: every officer on the team holds each of them.';
comment on column item.expert_kinds is '配备专家: an expert of all these kinds goes along, besides the officers.';

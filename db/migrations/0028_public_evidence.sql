-- What the public reads of how a plan came to hold (联席会议审议, 备案), and of visits that nobody made because another body's result counts (结果互认).
create table published.plan_adoption (
  plan_id uuid not null, version integer not null, met_on date not null, minutes_no text not null, parties jsonb not null,
  primary key (plan_id, version)
);
comment on table published.plan_adoption is '联席会议审议 of a published version of a joint plan: when, by which minutes, which departments; no person is named.';
create table published.plan_filing (
  id uuid primary key, plan_id uuid not null, version integer not null, with_whom text not null, to_name text not null, number text not null,
  filed_on date not null, accepted_on date
);
comment on table published.plan_filing is '备案 of a published version: what the level above accepted, and what the government registered under its number.';
comment on column published.plan_filing.accepted_on is 'Null with the government, which gives a number instead.';
create index plan_filing_of_plan on published.plan_filing (plan_id, version);
create table published.reuse (
  subject text not null, visit_id uuid not null, task_id uuid not null, task_no text not null, task_name text not null, source text not null, org_name text not null,
  name text not null, region_name text not null, result_org_name text not null, result_task_no text not null, result_date date not null,
  reused_on date not null, published_at timestamptz not null, primary key (subject, visit_id)
);
comment on table published.reuse is '结果互认: an object that was drawn and not visited, because the published result of another body counts.';
create index reuse_of_task on published.reuse (task_id, subject);
create index reuse_by_time on published.reuse (published_at desc, visit_id desc);

insert into published.plan_adoption (plan_id, version, met_on, minutes_no, parties)
  select v.plan_id, v.version, a.met_on, a.minutes_no, a.parties
  from plan_version v cross join lateral (
    select met_on, minutes_no, parties from plan_adoption a where a.plan_id = v.plan_id and a.at <= v.published_at order by a.at desc limit 1) a
  where v.kind = 'joint';
insert into published.plan_filing (id, plan_id, version, with_whom, to_name, number, filed_on, accepted_on)
  select f.id, f.plan_id, f.version, f.with_whom, f.to_name, f.number, f.filed_on, (d.at at time zone 'Asia/Shanghai')::date
  from plan_filing f left join plan_filing_decision d on d.filing_id = f.id
  where f.with_whom = 'government' or d.verdict = 'accepted';
insert into published.reuse (subject, visit_id, task_id, task_no, task_name, source, org_name, name, region_name, result_org_name, result_task_no, result_date, reused_on, published_at)
  select r.subject, r.visit_id, t.id, t.task_no, t.name, t.source, coalesce(o.name, t.org_name), v.name, v.region_name, r.result_org_name, r.result_task_no, r.result_date,
    (d.decided_at at time zone 'Asia/Shanghai')::date, d.decided_at
  from reuse r join reuse_decision d on d.reuse_id = r.id and d.approved join task t on t.id = r.task_id
    join visit v on v.subject = r.subject and v.id = r.visit_id left join org o on o.path = v.org_path and o.dept = v.dept;
grant select, insert on published.plan_adoption, published.plan_filing, published.reuse to mingjian_app;
grant select on published.plan_adoption, published.plan_filing, published.reuse to mingjian_portal;

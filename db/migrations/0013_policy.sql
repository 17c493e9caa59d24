-- Policy packs of places, and the ledger of visits: how often in a year anybody comes to the same object at the same premises (国办发〔2024〕54号).
create table policy_pack (
  id uuid primary key,
  code text not null,
  path text not null,
  place_name text not null,
  version integer not null,
  valid_from date not null,
  valid_to date,
  settings jsonb not null,
  reason text not null,
  state text not null constraint policy_pack_state_known check (state in ('draft', 'submitted', 'published', 'discarded')),
  created_by uuid not null,
  created_by_name text not null,
  created_by_org text not null,
  submitted_by uuid,
  decided_by uuid,
  decided_by_name text,
  decided_at timestamptz,
  opinion text,
  updated_at timestamptz not null default now(),
  constraint policy_pack_version_once unique (path, version),
  constraint policy_pack_days check (valid_to is null or valid_to >= valid_from),
  constraint policy_pack_two_persons check (state <> 'published' or (decided_by is not null and decided_by <> created_by and decided_by is distinct from submitted_by))
);
comment on table policy_pack is '政策参数包: what a place sets otherwise than the national default, version after version, each with its days of force; published by another person than its author.';
create unique index policy_pack_open_once on policy_pack (path) where state in ('draft', 'submitted');
create index policy_pack_in_force on policy_pack (path, valid_from) where state = 'published';
grant select, insert, update on policy_pack to mingjian_app;

create table published.frequency_cap (
  path text not null,
  version integer not null,
  place_name text not null,
  org_name text not null,
  own boolean not null,
  cap integer not null,
  warn_at integer not null,
  exceptions jsonb not null,
  basis text not null,
  valid_from date not null,
  valid_to date,
  published_at timestamptz not null,
  primary key (path, version)
);
comment on table published.frequency_cap is '公示的年度检查频次上限: one row per published pack of a place, copied at the act of publishing (国办发〔2024〕54号 has every authority publish its own).';
comment on column published.frequency_cap.own is 'False where this version says nothing of the cap: then the places above it hold.';
grant select, insert on published.frequency_cap to mingjian_app;
grant select on published.frequency_cap to mingjian_portal;

create table visit_ledger (
  subject text not null,
  visit_id uuid not null,
  year integer not null,
  premises text not null,
  planned boolean not null,
  dept text not null,
  org_path text not null,
  task_id uuid not null,
  on_date date,
  onsite boolean not null default true,
  state text not null constraint visit_ledger_state_known check (state in ('due', 'done', 'replaced', 'cancelled')),
  exception text constraint visit_ledger_exception_known check (exception in ('law', 'complaint', 'transfer', 'monitoring', 'request')),
  exception_note text,
  excepted_by uuid,
  excepted_by_name text,
  excepted_at timestamptz,
  merge_id uuid,
  entered_at timestamptz not null,
  at timestamptz not null,
  primary key (subject, visit_id),
  constraint visit_ledger_exception_whole check ((exception is null) = (exception_note is null) and (exception is null) = (excepted_by is null))
);
comment on table visit_ledger is '检查频次台账: every visit of any authority with its year and premises, planned and triggered apart. Keyed by subject, beside visit.';
comment on column visit_ledger.year is 'While due: of the last day of the visit; once done: of the day it was done.';
comment on column visit_ledger.premises is 'The address as registered when the visit came to be, as search_text folds it; empty where none was known.';
comment on column visit_ledger.merge_id is 'Visits of several bodies that are done as one joint visit (综合查一次) have one id here, and count once.';
comment on column visit_ledger.entered_at is 'Of two visits that are due, the one that was entered first is the first.';
comment on column visit_ledger.onsite is 'False once the result says that nobody went there: a written or network check is no visit.';
comment on column visit_ledger.exception is 'The typed lawful reason for which this visit may go above the cap, decided by a person with a note.';
create index visit_ledger_of_year on visit_ledger (year, subject) where onsite and state in ('due', 'done');
create index visit_ledger_of_visit on visit_ledger (visit_id);
create index visit_ledger_of_task on visit_ledger (task_id, subject);
grant select, insert, update on visit_ledger to mingjian_app;
alter table visit_ledger enable row level security;
-- A line is in sight where its visit is: the same people close it who publish or replace the visit.
create policy visit_ledger_scope on visit_ledger to mingjian_app
  using (in_scope(org_path) or exists (select from visit v where v.subject = visit_ledger.subject and v.id = visit_ledger.visit_id));

insert into visit_ledger (subject, visit_id, year, premises, planned, dept, org_path, task_id, on_date, onsite, state, entered_at, at)
select v.subject, v.id, extract(year from coalesce(r.date, v.due_on))::int, coalesce(search_text(v.address), ''), true, v.dept, v.org_path, v.task_id,
  case when v.state = 'published' then r.date end, coalesce(r.method not in ('written', 'network'), true), case v.state when 'published' then 'done' when 'replaced' then 'replaced' else 'due' end, v.updated_at, v.updated_at
from visit v left join lateral (select date, method from result where subject = v.subject and visit_id = v.id order by version desc limit 1) as r on v.state = 'published';

-- The guard counts visits of any authority, also those out of the actor's sight. Nothing but subjects with counts leaves these functions.
-- An object whose lot has fallen is counted before its officers are matched: its visit is due from that moment.
create function frequency_lines(of_year integer) returns table (subject text, premises text, planned boolean, visit uuid)
  language sql stable parallel safe security definer rows 100000 set search_path = pg_catalog, public
  as $$ select l.subject, l.premises, l.planned, coalesce(l.merge_id, l.visit_id) from visit_ledger l
    where l.year = of_year and l.onsite and l.state in ('due', 'done')
    union all
    select o.subject, coalesce(search_text(o.address), ''), true, t.id
    from task t join draw d on d.task_id = t.id and d.kind = 'O' join draw_slot s on s.draw_id = d.id and s.state = 'closed' join drawn_object o on o.draw_id = d.id
    where t.state = 'drawn' and extract(year from t.to_on)::int = of_year
      and not exists (select from visit v where v.subject = o.subject and v.task_id = t.id) $$;
comment on function frequency_lines(integer) is 'Every visit of a year that counts: subject, premises, planned or triggered; the parts of a joint visit have one id. For the functions beside it: the application may not call it.';
revoke execute on function frequency_lines(integer) from public;

create function frequency_same(one text, other text) returns boolean language sql immutable parallel safe
  as $$ select one = '' or other = '' or one = other $$;
comment on function frequency_same(text, text) is 'Are these folded addresses one premises? One that is not known may be any.';
revoke execute on function frequency_same(text, text) from public;
grant execute on function frequency_same(text, text) to mingjian_app;

create function frame_planned(of_year integer) returns table (subject text, used integer)
  language sql stable parallel safe security definer rows 100000 set search_path = pg_catalog, public
  as $$ select l.subject, count(distinct l.visit)::int from frequency_lines(of_year) l join entity e on e.subject = l.subject
    where l.planned and frequency_same(l.premises, coalesce(search_text(e.address), '')) group by l.subject $$;
comment on function frame_planned(integer) is 'Per subject the planned visits of a year, done and due, of any authority, at the premises where the register has it now.';

create function frequency_high(of_year integer, place text, at_least integer, after text, most integer)
  returns table (subject text, planned integer, elsewhere integer, triggered integer)
  language sql stable parallel safe security definer rows 100 set search_path = pg_catalog, public
  as $$ select l.subject,
      (count(distinct l.visit) filter (where l.planned and frequency_same(l.premises, coalesce(search_text(e.address), ''))))::int,
      (count(distinct l.visit) filter (where l.planned and not frequency_same(l.premises, coalesce(search_text(e.address), ''))))::int,
      (count(distinct l.visit) filter (where not l.planned))::int
    from frequency_lines(of_year) l join entity e on e.subject = l.subject
    where e.region_path >= place collate "C" and e.region_path < (place || '/') collate "C" and l.subject > after
    group by l.subject
    having count(distinct l.visit) filter (where l.planned and frequency_same(l.premises, coalesce(search_text(e.address), ''))) >= at_least
    order by l.subject limit most $$;
comment on function frequency_high(integer, text, integer, text, integer) is 'Objects of a place with so many planned visits of a year at their premises, or more, in the order of their codes, after one.';

create function frequency_used(subjects text[], of_year integer) returns table (subject text, planned integer, elsewhere integer, triggered integer)
  language sql stable parallel safe security definer rows 1000 set search_path = pg_catalog, public
  as $$ select q.subject,
      (count(distinct l.visit) filter (where l.planned and frequency_same(l.premises, q.premises)))::int,
      (count(distinct l.visit) filter (where l.planned and not frequency_same(l.premises, q.premises)))::int,
      (count(distinct l.visit) filter (where not l.planned))::int
    from (select u.subject, coalesce(search_text(e.address), '') as premises from unnest(subjects) as u (subject)
        left join (select k.subject, k.address from entity k where k.subject = any (subjects)) as e on e.subject = u.subject) as q
      join (select l.subject, l.premises, l.planned, coalesce(l.merge_id, l.visit_id) as visit from visit_ledger l
        where l.subject = any (subjects) and l.year = of_year and l.onsite and l.state in ('due', 'done')
        union all
        select o.subject, coalesce(search_text(o.address), ''), true, t.id
        from drawn_object o join draw d on d.id = o.draw_id and d.kind = 'O' join draw_slot s on s.draw_id = d.id and s.state = 'closed' join task t on t.id = o.task_id
        where o.subject = any (subjects) and t.state = 'drawn' and extract(year from t.to_on)::int = of_year
          and not exists (select from visit v where v.subject = o.subject and v.task_id = t.id)) as l on l.subject = q.subject
    group by q.subject $$;
comment on function frequency_used(text[], integer) is 'Of these subjects, the planned visits of a year at their premises, planned ones elsewhere, and triggered ones, done and due, of any authority. Subjects without any are left out.';

create function frequency_before(visits uuid[]) returns table (visit_id uuid, planned integer, elsewhere integer, triggered integer)
  language sql stable parallel safe security definer rows 100 set search_path = pg_catalog, public
  as $$ select q.visit_id,
      (count(distinct coalesce(l.merge_id, l.visit_id)) filter (where l.planned and frequency_same(l.premises, q.premises)))::int,
      (count(distinct coalesce(l.merge_id, l.visit_id)) filter (where l.planned and not frequency_same(l.premises, q.premises)))::int,
      (count(distinct coalesce(l.merge_id, l.visit_id)) filter (where not l.planned))::int
    from visit_ledger q left join visit_ledger l on l.subject = q.subject and l.year = q.year and l.visit_id <> q.visit_id and l.onsite
      and (l.merge_id is null or q.merge_id is null or l.merge_id <> q.merge_id)
      and (l.state = 'done' or (l.state = 'due' and (l.entered_at, l.visit_id) < (q.entered_at, q.visit_id)))
    where q.visit_id = any (visits) group by q.subject, q.visit_id $$;
comment on function frequency_before(uuid[]) is 'What comes before each of these visits in its year: those done, and those due that were entered earlier; parts of the same joint visit are not before each other.';
revoke execute on function frame_planned(integer), frequency_high(integer, text, integer, text, integer), frequency_used(text[], integer), frequency_before(uuid[]) from public;
grant execute on function frame_planned(integer), frequency_high(integer, text, integer, text, integer), frequency_used(text[], integer), frequency_before(uuid[]) to mingjian_app;

-- Bodies join one after the other, and none sees the lines of another: what visit_merge says (evidence, made when the last one accepted) is carried over here.
create function ledger_merge(proposal uuid) returns void
  language plpgsql security definer set search_path = pg_catalog, public
  as $$ begin
    update visit_ledger l set merge_id = proposal from visit_merge m
      where m.proposal_id = proposal and l.subject = m.subject and l.task_id = m.task_id;
  end $$;
comment on function ledger_merge(uuid) is 'The lines of the visits that a proposal made one (综合查一次) get its id and count once.';
revoke execute on function ledger_merge(uuid) from public;
grant execute on function ledger_merge(uuid) to mingjian_app;

alter table task
  add column frequency_exception text constraint task_frequency_exception_known check (frequency_exception in ('law', 'complaint', 'transfer', 'monitoring', 'request')),
  add column frequency_exception_note text,
  add constraint task_frequency_exception_whole check ((frequency_exception is null) = (frequency_exception_note is null));
comment on column task.frequency_exception is 'The typed lawful reason for which this task may draw objects above the cap of the policy; null: the cap of the policy holds, whatever the task says.';

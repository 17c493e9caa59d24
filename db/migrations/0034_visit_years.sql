-- 检查频次: a visit that is due counts in every year in which it may still be held, and visits that were made one count as one only if they are held on one day.

create function ledger_in(of_year integer, line_year integer, line_state text, line_task uuid) returns boolean
  language sql stable parallel safe
  as $$ select line_year = of_year or (line_state = 'due' and exists (select from task k
    where k.id = line_task and of_year between extract(year from k.from_on) and extract(year from k.to_on))) $$;
comment on function ledger_in(integer, integer, text, uuid) is 'Does a line of the ledger count in a year? Once done, in that of its day; while due, in every year that the days of its task touch.';

create function ledger_day(of_subject text, of_visit uuid, done_on date) returns date
  language sql stable parallel safe
  as $$ select coalesce(done_on, (select case when r.method not in ('written', 'network') then r.date end from result r
    where r.subject = of_subject and r.visit_id = of_visit order by r.version desc limit 1)) $$;
comment on function ledger_day(text, uuid, date) is 'The day of a visit, also where its result is entered and not published yet.';

create function ledger_visit(of_subject text, of_visit uuid, merged uuid, done_on date) returns text
  language sql stable parallel safe
  as $$ select case when merged is null then of_visit::text else merged::text || '/' || coalesce(ledger_day(of_subject, of_visit, done_on)::text,
    (select min(ledger_day(m.subject, m.visit_id, m.on_date))::text from visit_ledger m
      where m.subject = of_subject and m.merge_id = merged and m.onsite and m.state in ('due', 'done')), '') end $$;
comment on function ledger_visit(text, uuid, uuid, date) is 'What counts as one visit: visits that were made one (综合查一次) are one for each day on which they were held; a part that is still due goes with the first of them.';
revoke execute on function ledger_in(integer, integer, text, uuid), ledger_day(text, uuid, date), ledger_visit(text, uuid, uuid, date) from public;
grant execute on function ledger_in(integer, integer, text, uuid), ledger_day(text, uuid, date), ledger_visit(text, uuid, uuid, date) to mingjian_app;
comment on column visit_ledger.merge_id is 'Visits of several bodies that are done as one joint visit (综合查一次) have one id here, and count once for each day on which they are held.';
comment on column visit_ledger.year is 'While due: of the last day of the visit, and it counts in the other years of its task too (ledger_in); once done: of the day it was done.';

drop function frame_planned(integer), frequency_high(integer, text, integer, text, integer), frequency_used(text[], integer), frequency_before(uuid[]), frequency_lines(integer),
  frame_item_used(integer, uuid[], integer[]), item_used(integer, uuid[], text), item_before(uuid, uuid[]), item_lines(integer, uuid[]);

create function frequency_lines(of_year integer) returns table (subject text, address text, premises text, planned boolean, visit text)
  language sql stable parallel safe security definer rows 100000 set search_path = pg_catalog, public
  as $$ select l.subject, l.address, l.premises, l.planned, ledger_visit(l.subject, l.visit_id, l.merge_id, l.on_date) from visit_ledger l
    where l.year = of_year and l.onsite and l.state in ('due', 'done')
    union all
    select l.subject, l.address, l.premises, l.planned, ledger_visit(l.subject, l.visit_id, l.merge_id, l.on_date)
    from task k join visit_ledger l on l.task_id = k.id and l.state = 'due' and l.onsite and l.year <> of_year
    where extract(year from k.from_on) < extract(year from k.to_on) and of_year between extract(year from k.from_on) and extract(year from k.to_on)
    union all
    select o.subject, coalesce(o.address, ''), null, true, t.id::text
    from task t join draw d on d.task_id = t.id and d.kind = 'O' join draw_slot s on s.draw_id = d.id and s.state = 'closed' join drawn_object o on o.draw_id = d.id
    where t.state = 'drawn' and of_year between extract(year from t.from_on) and extract(year from t.to_on)
      and not exists (select from visit v where v.subject = o.subject and v.task_id = t.id) $$;
comment on function frequency_lines(integer) is 'Every visit that counts in a year: subject, premises (no key yet where only the lot has fallen), planned or triggered, and what it is one visit with. For the functions beside it: the application may not call it.';
revoke execute on function frequency_lines(integer) from public;

create function frame_planned(years integer[]) returns table (subject text, used integer)
  language sql stable parallel safe security definer rows 100000 set search_path = pg_catalog, public
  as $$ with line as materialized (select y.year, l.subject, l.visit, l.address, l.premises, e.address as now_address, e.region_path
      from unnest(years) as y (year) cross join lateral frequency_lines(y.year) l join entity e on e.subject = l.subject where l.planned),
    place as materialized (select p.region_path, h.stem, h.heads
      from (select distinct region_path from line where address <> coalesce(now_address, '')) as p, premises_heads(p.region_path) as h)
    select c.subject, max(c.used)::int from (select l.subject, l.year, count(distinct l.visit) as used from line l left join place p on p.region_path = l.region_path
      where frequency_same(l.address, l.premises, l.now_address, p.stem, p.heads) group by l.subject, l.year) as c group by c.subject $$;
comment on function frame_planned(integer[]) is 'Per subject the planned visits, done and due, of any authority, at the premises where the register has it now: of the one of these years that has most.';

create function frequency_high(of_year integer, place text, at_least integer, after text, most integer)
  returns table (subject text, planned integer, elsewhere integer, triggered integer)
  language sql stable parallel safe security definer rows 100 set search_path = pg_catalog, public
  as $$ with line as materialized (select l.subject, l.visit, l.planned, l.address, l.premises, e.address as now_address, e.region_path
      from frequency_lines(of_year) l join entity e on e.subject = l.subject
      where e.region_path >= place collate "C" and e.region_path < (place || '/') collate "C" and l.subject > after),
    place as materialized (select p.region_path, h.stem, h.heads
      from (select distinct region_path from line where address <> coalesce(now_address, '')) as p, premises_heads(p.region_path) as h),
    here as (select l.subject, l.visit, l.planned, frequency_same(l.address, l.premises, l.now_address, p.stem, p.heads) as here
      from line l left join place p on p.region_path = l.region_path)
    select l.subject, (count(distinct l.visit) filter (where l.planned and l.here))::int,
      (count(distinct l.visit) filter (where l.planned and not l.here))::int, (count(distinct l.visit) filter (where not l.planned))::int
    from here l group by l.subject having count(distinct l.visit) filter (where l.planned and l.here) >= at_least order by l.subject limit most $$;
comment on function frequency_high(integer, text, integer, text, integer) is 'Objects of a place with so many planned visits of a year at their premises, or more, in the order of their codes, after one.';

create function frequency_used(subjects text[], of_year integer) returns table (subject text, planned integer, elsewhere integer, triggered integer)
  language sql stable parallel safe security definer rows 1000 set search_path = pg_catalog, public
  as $$ with known as materialized (select k.subject, k.address, k.region_path from entity k where k.subject = any (subjects)),
    place as materialized (select p.region_path, h.stem, h.heads from (select distinct region_path from known) as p, premises_heads(p.region_path) as h),
    here as (select l.subject, l.visit, l.planned, frequency_same(l.address, l.premises, e.address, p.stem, p.heads) as here
      from (select l.subject, l.address, l.premises, l.planned, ledger_visit(l.subject, l.visit_id, l.merge_id, l.on_date) as visit from visit_ledger l
        where l.subject = any (subjects) and l.onsite and l.state in ('due', 'done') and ledger_in(of_year, l.year, l.state, l.task_id)
        union all
        select o.subject, coalesce(o.address, ''), null, true, t.id::text
        from drawn_object o join draw d on d.id = o.draw_id and d.kind = 'O' join draw_slot s on s.draw_id = d.id and s.state = 'closed' join task t on t.id = o.task_id
        where o.subject = any (subjects) and t.state = 'drawn' and of_year between extract(year from t.from_on) and extract(year from t.to_on)
          and not exists (select from visit v where v.subject = o.subject and v.task_id = t.id)) as l
        left join known e on e.subject = l.subject left join place p on p.region_path = e.region_path)
    select l.subject, (count(distinct l.visit) filter (where l.planned and l.here))::int,
      (count(distinct l.visit) filter (where l.planned and not l.here))::int, (count(distinct l.visit) filter (where not l.planned))::int
    from here l group by l.subject $$;
comment on function frequency_used(text[], integer) is 'Of these subjects, the planned visits of a year at their premises, planned ones elsewhere, and triggered ones, done and due, of any authority. Subjects without any are left out.';

-- An exception that was stated for a later visit takes the turn of none that was entered before it.
create function lines_before(visits uuid[], on_day date) returns table (visit_id uuid, year integer, line uuid, planned boolean, here boolean, counted text)
  language sql stable parallel safe security definer rows 100 set search_path = pg_catalog, public
  as $$ with q as materialized (select v.subject, v.visit_id, v.merge_id, v.entered_at, v.address, v.premises, y.year,
        coalesce(on_day, ledger_day(v.subject, v.visit_id, v.on_date)) as day
      from visit_ledger v left join task k on k.id = v.task_id
        cross join lateral (select extract(year from on_day)::int as year where on_day is not null
          union select v.year where on_day is null
          union select g.year from generate_series(extract(year from k.from_on)::int, extract(year from k.to_on)::int) as g (year) where on_day is null and v.state = 'due') as y
      where v.visit_id = any (visits))
    select q.visit_id, q.year, l.visit_id, l.planned, frequency_same(l.address, l.premises, q.address, q.premises),
      ledger_visit(l.subject, l.visit_id, l.merge_id, l.on_date)
    from q join visit_ledger l on l.subject = q.subject and l.visit_id <> q.visit_id and l.onsite and l.state in ('due', 'done')
      cross join lateral (select case when l.merge_id = q.merge_id then ledger_day(l.subject, l.visit_id, l.on_date) end as day) as d
    where ledger_in(q.year, l.year, l.state, l.task_id)
      and case when l.merge_id = q.merge_id then d.day <> q.day and (on_day is not null or d.day < q.day)
        else (l.state = 'done' and l.exception is null) or (l.entered_at, l.visit_id) < (q.entered_at, q.visit_id) end $$;
comment on function lines_before(uuid[], date) is 'The visits that come before each of these in the year of a day, or, where none is given, in each year in which it may be: those done, those due that were entered earlier, and, of what was made one visit with it, what is held on another day. For the functions beside it: the application may not call it.';
revoke execute on function lines_before(uuid[], date) from public;

create function frequency_before(visits uuid[], on_day date) returns table (visit_id uuid, planned integer, elsewhere integer, triggered integer)
  language sql stable parallel safe security definer rows 100 set search_path = pg_catalog, public
  as $$ select distinct on (c.visit_id) c.visit_id, c.planned, c.elsewhere, c.triggered
    from (select l.visit_id, l.year, (count(distinct l.counted) filter (where l.planned and l.here))::int as planned,
        (count(distinct l.counted) filter (where l.planned and not l.here))::int as elsewhere, (count(distinct l.counted) filter (where not l.planned))::int as triggered
      from lines_before(visits, on_day) l group by l.visit_id, l.year) as c
    order by c.visit_id, c.planned desc, c.elsewhere desc, c.triggered desc, c.year $$;
comment on function frequency_before(uuid[], date) is 'How many visits come before each of these (lines_before); of several years, those of the fullest. Visits before which there is none are left out.';

create function ledger_partners(one_visit uuid) returns setof date
  language sql stable parallel safe security definer rows 1 set search_path = pg_catalog, public
  as $$ select distinct d.day from visit_ledger q join visit_ledger l on l.subject = q.subject and l.merge_id = q.merge_id and l.visit_id <> q.visit_id
      and l.onsite and l.state in ('due', 'done') cross join lateral (select ledger_day(l.subject, l.visit_id, l.on_date) as day) as d
    where q.visit_id = one_visit and d.day is not null order by d.day $$;
comment on function ledger_partners(uuid) is 'The days on which the other parts of a joint visit were held, whoever held them.';

create function ledger_hold(one_visit uuid) returns void
  language plpgsql security definer set search_path = pg_catalog, public
  as $$ begin
    perform from visit_ledger l where (l.subject, l.merge_id) = (select q.subject, q.merge_id from visit_ledger q where q.visit_id = one_visit)
      order by l.visit_id for update;
  end $$;
comment on function ledger_hold(uuid) is 'Holds the lines of a joint visit until the transaction ends, those out of sight too: two parts never name different days at once.';
revoke execute on function frame_planned(integer[]), frequency_high(integer, text, integer, text, integer), frequency_used(text[], integer), frequency_before(uuid[], date), ledger_partners(uuid), ledger_hold(uuid) from public;
grant execute on function frame_planned(integer[]), frequency_high(integer, text, integer, text, integer), frequency_used(text[], integer), frequency_before(uuid[], date), ledger_partners(uuid), ledger_hold(uuid) to mingjian_app;

-- 事项年度频次上限, by the same years and days.
create function item_lines(of_year integer, items uuid[]) returns table (subject text, item_id uuid, visit text, line uuid)
  language sql stable parallel safe rows 10000
  as $$ with asked as materialized (select i.id as item_id, any_version.id as version_id from item i
        join item any_version on (any_version.dept, any_version.org_path, any_version.code) = (i.dept, i.org_path, i.code) where i.id = any (items)),
    task_of as materialized (select x.task_id, a.item_id, x.item_id as version_id, x.share_ppm from asked a join task_item x on x.item_id = a.version_id
      where not exists (select from task_participant p where p.task_id = x.task_id and p.dept = x.dept and p.state = 'declined'))
    select l.subject, t.item_id, ledger_visit(l.subject, l.visit_id, l.merge_id, l.on_date), l.visit_id from task_of t join visit_ledger l on l.task_id = t.task_id
      join visit v on v.subject = l.subject and v.id = l.visit_id
    where ledger_in(of_year, l.year, l.state, l.task_id) and l.planned and l.onsite and l.state in ('due', 'done') and t.version_id <> all (v.skipped_item_ids)
    union all
    select o.subject, t.item_id, t.task_id::text, t.task_id from task_of t join task k on k.id = t.task_id and k.state = 'drawn'
        and of_year between extract(year from k.from_on) and extract(year from k.to_on)
      join draw d on d.task_id = k.id and d.kind = 'O' join draw_slot s on s.draw_id = d.id and s.state = 'closed'
      join drawn_object o on o.draw_id = d.id
    -- An item at a share is inspected at the first so many, as the visits will be made.
    where (t.share_ppm = 1000000 or o.order_no <= (t.share_ppm * (select count(*) from drawn_object x where x.draw_id = d.id) + 500000) / 1000000)
      and not exists (select from visit v where v.subject = o.subject and v.task_id = k.id) $$;
comment on function item_lines(integer, uuid[]) is 'Planned visits that count in a year with these items in any version; visit is what is one visit (ledger_visit), line is the visit itself. For the functions beside it: the application may not call it.';
revoke execute on function item_lines(integer, uuid[]) from public;

create function frame_item_used(years integer[], items uuid[], caps integer[]) returns table (subject text)
  language sql stable parallel safe security definer rows 10000 set search_path = pg_catalog, public
  as $$ select distinct u.subject from (select l.subject, l.item_id, count(distinct l.visit) as used
      from unnest(years) as y (year) cross join lateral item_lines(y.year, items) l group by y.year, l.subject, l.item_id) as u
    join unnest(items, caps) as c (item_id, cap) on c.item_id = u.item_id where u.used >= c.cap $$;
comment on function frame_item_used(integer[], uuid[], integer[]) is 'Subjects that were or will be inspected with one of these items, in one of these years, as often as its cap says.';

create function item_used(of_year integer, items uuid[], one text) returns table (item_id uuid, used integer)
  language sql stable parallel safe security definer rows 10 set search_path = pg_catalog, public
  as $$ select l.item_id, count(distinct l.visit)::int from item_lines(of_year, items) l where l.subject = one group by l.item_id $$;
comment on function item_used(integer, uuid[], text) is 'How often an object is inspected with each of these items in a year, by planned visits, done and due, of any authority.';

create function item_before(one_visit uuid, items uuid[], on_day date) returns table (item_id uuid, used integer)
  language sql stable parallel safe security definer rows 10 set search_path = pg_catalog, public
  as $$ with before as materialized (select b.year, b.line from lines_before(array[one_visit], on_day) b where b.planned)
    select u.item_id, max(u.used)::int from (select y.year, i.item_id, count(distinct i.visit) as used
        from (select distinct year from before) as y cross join lateral item_lines(y.year, items) i
          join before b on b.year = y.year and b.line = i.line group by y.year, i.item_id) as u group by u.item_id $$;
comment on function item_before(uuid, uuid[], date) is 'How many planned visits with each of these items come before this visit (lines_before), in the fullest of its years.';
revoke execute on function frame_item_used(integer[], uuid[], integer[]), item_used(integer, uuid[], text), item_before(uuid, uuid[], date) from public;
grant execute on function frame_item_used(integer[], uuid[], integer[]), item_used(integer, uuid[], text), item_before(uuid, uuid[], date) to mingjian_app;

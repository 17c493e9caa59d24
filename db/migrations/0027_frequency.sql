-- 检查频次: what one premises is (an address as several people write it), and the yearly cap that an inspection item states of itself.

create function plain_address(value text) returns text
  language sql immutable parallel safe
  return translate(search_text(value), '—–―~〜號', '-----号');
comment on function plain_address(text) is 'An address folded as search_text folds it, with one sign for a dash and for 号.';

create function address_number(value text) returns text
  language plpgsql immutable strict parallel safe
  as $$ declare
    figures text := translate(value, '〇零一二三四五六七八九', '00123456789');
    hundreds text := case when figures like '%百%' then split_part(figures, '百', 1) else '0' end;
    rest text := case when figures like '%百%' then split_part(figures, '百', 2) else figures end;
  begin
    if figures ~ '^[0-9]+$' then return figures; end if;
    if figures !~ '^(?:[1-9]百(?:0[1-9])?|(?:[1-9]百)?[1-9]?十[1-9]?)$' then return value; end if;
    return hundreds::int * 100
      + case when rest like '%十%' then coalesce(nullif(split_part(rest, '十', 1), ''), '1')::int * 10 else 0 end
      + coalesce(nullif(case when rest like '%十%' then split_part(rest, '十', 2) else rest end, ''), '0')::int;
  end $$;
comment on function address_number(text) is 'A number up to 999 in Chinese numerals as figures; anything else as it is written (core/ledger/premises.ts).';

create function premises_key(address text, stem text, heads text) returns text
  language plpgsql immutable parallel safe
  as $$ declare
    rest text := coalesce(plain_address(address), '');
    trimmed text;
    done text := '';
    found text[];
  begin
    if rest = '' then return ''; end if;
    if stem <> '' and starts_with(rest, stem) and length(rest) > length(stem) then rest := substr(rest, length(stem) + 1); end if;
    if heads is not null then rest := regexp_replace(rest, heads, ''); end if;
    trimmed := regexp_replace(regexp_replace(rest, '^(?:[,、。;:·|/]|-(?![0-9]))*', ''), '[,、。;:·|/]+$', '');
    if trimmed <> '' then rest := trimmed; end if;
    if rest ~ '[0-9#]' then
      rest := regexp_replace(rest, '(^|[^a-z])(?:no\.?)+(?=[0-9#])', '\1#', 'g');
      rest := regexp_replace(rest, '#+', '#', 'g');
      rest := regexp_replace(rest, '([0-9])#号?', '\1号', 'g');
      rest := regexp_replace(rest, '#([0-9]+)号?', '\1号', 'g');
      rest := regexp_replace(rest, '([路街巷弄道])([0-9]+)$', '\1\2号');
    end if;
    if rest ~ '[〇零一二三四五六七八九十百]号' then
      loop
        found := regexp_match('号' || rest, '^(.*?[路街道巷弄里村组社区县市省州盟旗镇乡院厂园场楼栋幢座号])([〇零一二三四五六七八九十百]+)(号.*)$');
        exit when found is null;
        done := done || substr(found[1], 2) || address_number(found[2]) || '号';
        rest := substr(found[3], 2);
      end loop;
    end if;
    return coalesce(stem, '') || done || rest;
  end $$;
comment on function premises_key(text, text, text) is 'One premises is one key, however its address is written; stem and heads are of the place (premises_heads). Empty only where the address is. The rule is core/ledger/premises.ts.';

create function premises_heads(place text) returns table (stem text, heads text)
  language sql stable parallel safe rows 1
  as $$ with name as (
      select p.n, plain_address(r.name) as name from unnest(string_to_array(place, '.')) with ordinality as p (code, n)
        join region r on r.path = array_to_string((string_to_array(place, '.'))[1:p.n], '.')),
    suffixed as (select n, name, name ~ '^.+(?:[省市盟州县区旗镇乡]|街道|苏木)$' as sure,
        regexp_replace(name, '^(.{2,}?)(?:(?:蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|鄂温克|德昂|保安|裕固|独龙|鄂伦春|门巴|珞巴|基诺|各)族|维吾尔|蒙古|哈萨克|柯尔克孜)+自治([州县旗])$', '\1\2') as middle,
        regexp_replace(name, '^(.{2,}?)(?:(?:蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|鄂温克|德昂|保安|裕固|独龙|鄂伦春|门巴|珞巴|基诺|各)族|维吾尔|蒙古|哈萨克|柯尔克孜)*(?:特别行政区|自治[区州县旗]|地区|[省市盟州县区旗])$', '\1') as short from name),
    form as (select name as form, true as sure from suffixed where sure union select middle, true from suffixed where sure
      union select short, false from suffixed where length(short) >= 2 and (short <> name or not sure) union select '中国', false),
    escaped as (select sure, length(form) as long, regexp_replace(form, '([^[:alnum:]])', '\\\1', 'g') || case when sure and form like '%市' then '(?!场)' else '' end as form from form)
    select coalesce((select string_agg(name, '' order by n) from name where n <= 3 and name !~ '^(?:市辖区|县|.*直辖县级行政区划)$'), ''),
      (select '^(?:[,、。;:·|/]|-(?![0-9]))*(?:(?:(?:' || string_agg(form, '|') filter (where not sure) || ')(?:[,、。;:·|/]|-(?![0-9]))*)*(?:' || string_agg(form, '|') filter (where sure)
        || ')(?![路街巷道弄][0-9一二三四五六七八九十#])(?:[,、。;:·|/]|-(?![0-9]))*)+(?=.)' from escaped) $$;
comment on function premises_heads(text) is 'What every key of a premises at this place begins with, and, as a regular expression, what an address of it may begin with: names of the place and of those above it. Null where it has none.';

create function frequency_same(one_address text, one text, other_address text, other text) returns boolean language sql immutable parallel safe
  as $$ select one_address = '' or other_address = '' or one_address = other_address or one = other $$;
comment on function frequency_same(text, text, text, text) is 'Are these one premises, by the addresses and their keys? One that is not known may be any.';

create function frequency_same(address text, key text, now_address text, stem text, heads text) returns boolean
  language plpgsql immutable parallel safe
  as $$ declare now_key text; begin
    if address = '' or coalesce(now_address, '') = '' or address = now_address then return true; end if;
    now_key := premises_key(now_address, stem, heads);
    -- The place may be drawn finer than when the line was written: its key is read as of today.
    return key is not distinct from now_key or premises_key(coalesce(key, address), stem, heads) = now_key;
  end $$;
comment on function frequency_same(text, text, text, text, text) is 'Is the premises of a line (address, and key where it has one) the one where the register has its object now, at a place with this stem and heads?';
revoke execute on function plain_address(text), address_number(text), premises_key(text, text, text), premises_heads(text), frequency_same(text, text, text, text), frequency_same(text, text, text, text, text) from public;
grant execute on function plain_address(text), address_number(text), premises_key(text, text, text), premises_heads(text), frequency_same(text, text, text, text), frequency_same(text, text, text, text, text) to mingjian_app;

-- The address as it was registered is kept beside its key: most lines are then known to be of today's premises without a key, and people read it as it was written.
alter table visit_ledger add column address text not null default '';
comment on column visit_ledger.address is 'The address as registered when the visit came to be; empty where none was known.';
comment on column visit_ledger.premises is 'The key of that address (premises_key), by the names of the place of the object then; empty where no address was known.';
with line as (
    select v.subject, v.id, v.address, e.region_path from visit v join visit_ledger l on l.subject = v.subject and l.visit_id = v.id
      left join entity e on e.subject = v.subject where coalesce(v.address, '') <> ''),
  place as materialized (select p.region_path, h.stem, h.heads from (select distinct region_path from line where region_path is not null) as p, premises_heads(p.region_path) as h)
update visit_ledger l set address = o.address, premises = premises_key(o.address, coalesce(p.stem, ''), p.heads)
  from line o left join place p on p.region_path = o.region_path where l.subject = o.subject and l.visit_id = o.id;

-- The functions of 0013 again, with the key. A line whose object stands at another address than today's asks for what its place is called; no other does.
drop function frame_planned(integer), frequency_high(integer, text, integer, text, integer), frequency_used(text[], integer), frequency_before(uuid[]), frequency_lines(integer), frequency_same(text, text);

create function frequency_lines(of_year integer) returns table (subject text, address text, premises text, planned boolean, visit uuid)
  language sql stable parallel safe security definer rows 100000 set search_path = pg_catalog, public
  as $$ select l.subject, l.address, l.premises, l.planned, coalesce(l.merge_id, l.visit_id) from visit_ledger l
    where l.year = of_year and l.onsite and l.state in ('due', 'done')
    union all
    select o.subject, coalesce(o.address, ''), null, true, t.id
    from task t join draw d on d.task_id = t.id and d.kind = 'O' join draw_slot s on s.draw_id = d.id and s.state = 'closed' join drawn_object o on o.draw_id = d.id
    where t.state = 'drawn' and extract(year from t.to_on)::int = of_year
      and not exists (select from visit v where v.subject = o.subject and v.task_id = t.id) $$;
comment on function frequency_lines(integer) is 'Every visit of a year that counts: subject, premises (no key yet where only the lot has fallen), planned or triggered; the parts of a joint visit have one id. For the functions beside it: the application may not call it.';
revoke execute on function frequency_lines(integer) from public;

create function frame_planned(of_year integer) returns table (subject text, used integer)
  language sql stable parallel safe security definer rows 100000 set search_path = pg_catalog, public
  as $$ with line as materialized (select l.subject, l.visit, l.address, l.premises, e.address as now_address, e.region_path
      from frequency_lines(of_year) l join entity e on e.subject = l.subject where l.planned),
    place as materialized (select p.region_path, h.stem, h.heads
      from (select distinct region_path from line where address <> coalesce(now_address, '')) as p, premises_heads(p.region_path) as h)
    select l.subject, count(distinct l.visit)::int from line l left join place p on p.region_path = l.region_path
    where frequency_same(l.address, l.premises, l.now_address, p.stem, p.heads) group by l.subject $$;
comment on function frame_planned(integer) is 'Per subject the planned visits of a year, done and due, of any authority, at the premises where the register has it now.';

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
      from (select l.subject, l.address, l.premises, l.planned, coalesce(l.merge_id, l.visit_id) as visit from visit_ledger l
        where l.subject = any (subjects) and l.year = of_year and l.onsite and l.state in ('due', 'done')
        union all
        select o.subject, coalesce(o.address, ''), null, true, t.id
        from drawn_object o join draw d on d.id = o.draw_id and d.kind = 'O' join draw_slot s on s.draw_id = d.id and s.state = 'closed' join task t on t.id = o.task_id
        where o.subject = any (subjects) and t.state = 'drawn' and extract(year from t.to_on)::int = of_year
          and not exists (select from visit v where v.subject = o.subject and v.task_id = t.id)) as l
        left join known e on e.subject = l.subject left join place p on p.region_path = e.region_path)
    select l.subject, (count(distinct l.visit) filter (where l.planned and l.here))::int,
      (count(distinct l.visit) filter (where l.planned and not l.here))::int, (count(distinct l.visit) filter (where not l.planned))::int
    from here l group by l.subject $$;
comment on function frequency_used(text[], integer) is 'Of these subjects, the planned visits of a year at their premises, planned ones elsewhere, and triggered ones, done and due, of any authority. Subjects without any are left out.';

create function frequency_before(visits uuid[]) returns table (visit_id uuid, planned integer, elsewhere integer, triggered integer)
  language sql stable parallel safe security definer rows 100 set search_path = pg_catalog, public
  as $$ with line as (select q.subject, q.visit_id, l.planned, coalesce(l.merge_id, l.visit_id) as visit, frequency_same(l.address, l.premises, q.address, q.premises) as here
      from visit_ledger q left join visit_ledger l on l.subject = q.subject and l.year = q.year and l.visit_id <> q.visit_id and l.onsite
        and (l.merge_id is null or q.merge_id is null or l.merge_id <> q.merge_id)
        and (l.state = 'done' or (l.state = 'due' and (l.entered_at, l.visit_id) < (q.entered_at, q.visit_id)))
      where q.visit_id = any (visits))
    select l.visit_id, (count(distinct l.visit) filter (where l.planned and l.here))::int,
      (count(distinct l.visit) filter (where l.planned and not l.here))::int, (count(distinct l.visit) filter (where not l.planned))::int
    from line l group by l.subject, l.visit_id $$;
comment on function frequency_before(uuid[]) is 'What comes before each of these visits in its year: those done, and those due that were entered earlier; parts of the same joint visit are not before each other.';
revoke execute on function frame_planned(integer), frequency_high(integer, text, integer, text, integer), frequency_used(text[], integer), frequency_before(uuid[]) from public;
grant execute on function frame_planned(integer), frequency_high(integer, text, integer, text, integer), frequency_used(text[], integer), frequency_before(uuid[]) to mingjian_app;

-- 事项年度频次上限: inspections of one object with one item, whatever its version and at whatever premises. Planned ones, as for the cap of the place.
create function item_lines(of_year integer, items uuid[]) returns table (subject text, item_id uuid, visit uuid, line uuid)
  language sql stable parallel safe rows 10000
  as $$ with asked as materialized (select i.id as item_id, any_version.id as version_id from item i
        join item any_version on (any_version.dept, any_version.org_path, any_version.code) = (i.dept, i.org_path, i.code) where i.id = any (items)),
    task_of as materialized (select x.task_id, a.item_id, x.item_id as version_id, x.share_ppm from asked a join task_item x on x.item_id = a.version_id
      where not exists (select from task_participant p where p.task_id = x.task_id and p.dept = x.dept and p.state = 'declined'))
    select l.subject, t.item_id, coalesce(l.merge_id, l.visit_id), l.visit_id from task_of t join visit_ledger l on l.task_id = t.task_id
      join visit v on v.subject = l.subject and v.id = l.visit_id
    where l.year = of_year and l.planned and l.onsite and l.state in ('due', 'done') and t.version_id <> all (v.skipped_item_ids)
    union all
    select o.subject, t.item_id, t.task_id, t.task_id from task_of t join task k on k.id = t.task_id and k.state = 'drawn' and extract(year from k.to_on)::int = of_year
      join draw d on d.task_id = k.id and d.kind = 'O' join draw_slot s on s.draw_id = d.id and s.state = 'closed'
      join drawn_object o on o.draw_id = d.id
    -- An item at a share is inspected at the first so many, as the visits will be made.
    where (t.share_ppm = 1000000 or o.order_no <= (t.share_ppm * (select count(*) from drawn_object x where x.draw_id = d.id) + 500000) / 1000000)
      and not exists (select from visit v where v.subject = o.subject and v.task_id = k.id) $$;
comment on function item_lines(integer, uuid[]) is 'Planned visits of a year with these items in any version; visit is one for the parts of a joint visit, line is the visit itself. For the functions beside it: the application may not call it.';
revoke execute on function item_lines(integer, uuid[]) from public;

create function frame_item_used(of_year integer, items uuid[], caps integer[]) returns table (subject text)
  language sql stable parallel safe security definer rows 10000 set search_path = pg_catalog, public
  as $$ select distinct u.subject from (select l.subject, l.item_id, count(distinct l.visit) as used from item_lines(of_year, items) l group by l.subject, l.item_id) as u
    join unnest(items, caps) as c (item_id, cap) on c.item_id = u.item_id where u.used >= c.cap $$;
comment on function frame_item_used(integer, uuid[], integer[]) is 'Subjects that were inspected with one of these items as often in a year as its cap says.';

create function item_used(of_year integer, items uuid[], one text) returns table (item_id uuid, used integer)
  language sql stable parallel safe security definer rows 10 set search_path = pg_catalog, public
  as $$ select l.item_id, count(distinct l.visit)::int from item_lines(of_year, items) l where l.subject = one group by l.item_id $$;
comment on function item_used(integer, uuid[], text) is 'How often an object is inspected with each of these items in a year, by planned visits, done and due, of any authority.';

create function item_before(one_visit uuid, items uuid[]) returns table (item_id uuid, used integer)
  language sql stable parallel safe security definer rows 10 set search_path = pg_catalog, public
  as $$ select i.item_id, count(distinct i.visit)::int from visit_ledger q
      join item_lines(q.year, items) i on i.subject = q.subject and i.line <> q.visit_id
      join visit_ledger l on l.subject = i.subject and l.visit_id = i.line
        and (l.merge_id is null or q.merge_id is null or l.merge_id <> q.merge_id)
        and (l.state = 'done' or (l.state = 'due' and (l.entered_at, l.visit_id) < (q.entered_at, q.visit_id)))
    where q.visit_id = one_visit group by i.item_id $$;
comment on function item_before(uuid, uuid[]) is 'How many planned visits with each of these items come before this visit in its year, in the order of frequency_before.';
revoke execute on function frame_item_used(integer, uuid[], integer[]), item_used(integer, uuid[], text), item_before(uuid, uuid[]) from public;
grant execute on function frame_item_used(integer, uuid[], integer[]), item_used(integer, uuid[], text), item_before(uuid, uuid[]) to mingjian_app;

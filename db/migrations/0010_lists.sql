-- Lists of the register: one inverted index for every search, the order of places, saved views, exports.

create function search_text(value text) returns text
  language sql immutable parallel safe
  return translate(lower(normalize(value, NFKC)), E' \t\n\r', '');
comment on function search_text(text) is 'How a text is compared: full-width forms are their plain ones, capitals are small, blanks do not count. A query and what it finds go through the same function.';

create function search_pairs(prefix text, value text) returns text[]
  language sql immutable parallel safe
  return (select coalesce(array_agg(distinct prefix || substr(t.v, i, 2)), '{}') from (select search_text(value)) as t(v), generate_series(1, length(t.v) - 1) as i);
comment on function search_pairs(text, text) is 'Tokens of a query: every two neighbouring characters of it.';

-- One expression without a subquery: PostgreSQL writes it into the index in place (10 µs a row; as a called function with generate_series 60 µs).
-- A text is cut twice into pairs, once from its first and once from its second character, so every neighbouring pair is there; a last single
-- character stays as a token nobody asks for. The text of a name is written out as search_text says it, because a nested call would not be taken in.
create function search_tokens(name text, initials text, address text, region_path text, labels text[], kind text, state text, industry text, entity_type text, established date)
  returns text[] language sql immutable parallel safe
  as $$ select string_to_array(
      'k' || kind || ' s' || state
      || ' r' || split_part(region_path, '.', 1) || '.' || split_part(region_path, '.', 2)
      || ' r' || split_part(region_path, '.', 1) || '.' || split_part(region_path, '.', 2) || '.' || split_part(region_path, '.', 3)
      || ' r' || region_path
      || coalesce(' i' || left(industry, 1) || ' i' || left(industry, 3) || ' i' || left(industry, 4) || ' i' || industry, '')
      || coalesce(' t' || translate(entity_type, E' \t\n\r', ''), '')
      || coalesce(' y' || extract(year from established)::int::text, '')
      || regexp_replace(translate(lower(normalize(name, NFKC)), E' \t\n\r', ''), '(..?)', ' n\1', 'g')
      || regexp_replace(substr(translate(lower(normalize(name, NFKC)), E' \t\n\r', ''), 2), '(..?)', ' n\1', 'g')
      || coalesce(regexp_replace(translate(lower(normalize(address, NFKC)), E' \t\n\r', ''), '(..?)', ' a\1', 'g')
        || regexp_replace(substr(translate(lower(normalize(address, NFKC)), E' \t\n\r', ''), 2), '(..?)', ' a\1', 'g'), '')
      || coalesce(regexp_replace(initials, '(..?)', ' p\1', 'g') || regexp_replace(substr(initials, 2), '(..?)', ' p\1', 'g'), '')
    , ' ') || labels $$;
comment on function search_tokens(text, text, text, text, text[], text, text, text, text, date) is
  'What a list query asks for: pairs of the name (n), the address (a) and the initials (p), the place and those above it (r), kind (k), state (s), industry and those above it (i), type (t), year of establishment (y), and labels as they are. Tokens only narrow down; every condition is asked again of the row.';

drop index entity_by_name;
drop index entity_by_region;
-- New rows wait in a list, and nobody's write empties it (gin_pending_list_limit of every connection, db/connect.ts): settle_search() and autovacuum
-- do. A search reads the list besides the index, some milliseconds for each ten thousand rows.
create index entity_search on entity using gin (search_tokens(name, initials, address, region_path, labels, kind, state, industry, entity_type, established))
  with (fastupdate = on);
create function settle_search() returns bigint
  language sql security definer set search_path = pg_catalog, public
  as $$ select gin_clean_pending_list('public.entity_search'::regclass) $$;
comment on function settle_search() is 'Puts the rows that wait into the index: whoever has written many calls it afterwards, outside of its transaction. On Citus, autovacuum does it on the workers.';
revoke execute on function settle_search() from public;
grant execute on function settle_search() to mingjian_app;

-- The order of every list, by place and, inside a place, by the code read backwards: stable, and mixed. A code begins with the kind of its object, so
-- that forwards a county has all its enterprises before its first shop, and a walk from the beginning never meets what only shops are called. Kind,
-- state and industry come along, so that walking does not touch the rows it passes by.
create index entity_in_order on entity (region_path collate "C", reverse(subject) collate "C") include (subject, kind, state, industry);
create index entity_by_update on entity (updated_at desc, subject collate "C");
-- Rows of before: the daily job gives them their initials.
create index entity_without_initials on entity (subject) where initials is null;
create index entity_of_owner on entity (owner_subject, subject) where owner_subject is not null;
create index entity_version_by_end_time on entity_version (until, region_path collate "C");

create function visit_facts(one text, year_from date, year_to date) returns table (last_on date, used integer, in_hand integer)
  language sql stable parallel safe security definer rows 1 set search_path = pg_catalog, public
  as $$ select max(r.date) filter (where v.state = 'published'),
      (count(*) filter (where v.state = 'published' and r.date between year_from and year_to))::int,
      (count(*) filter (where v.state not in ('published', 'replaced')))::int
    from visit v left join lateral (select date from result where subject = v.subject and visit_id = v.id order by version desc limit 1) as r on true
    where v.subject = one $$;
comment on function visit_facts(text, date, date) is 'What frame_visits says, of one subject: the newest published inspection of any authority, how many lie in the year, and how many are in hand. Numbers only: whose inspections they were is not told.';
revoke execute on function visit_facts(text, date, date) from public;
grant execute on function visit_facts(text, date, date) to mingjian_app;

create table saved_view (
  id uuid primary key,
  list text not null constraint saved_view_list_known check (list in ('entity', 'officer')),
  actor_id uuid not null,
  actor_name text not null,
  org_path text not null,
  dept text not null,
  name text not null constraint saved_view_named check (length(name) between 1 and 40),
  query jsonb not null,
  shown text[] not null,
  sort text,
  shared boolean not null default false,
  preferred boolean not null default false,
  updated_at timestamptz not null,
  constraint saved_view_name_once unique (actor_id, list, name)
);
comment on table saved_view is '常用查询: conditions, columns and order of a list under a name. shared: the whole office sees it; preferred: its owner''s list opens with it.';
create unique index saved_view_preferred_once on saved_view (actor_id, list) where preferred;
create index saved_view_of_office on saved_view (org_path, dept, list) where shared;
grant select, insert, update, delete on saved_view to mingjian_app;

create table list_export (
  id uuid primary key,
  list text not null constraint list_export_list_known check (list in ('entity', 'officer')),
  format text not null constraint list_export_format_known check (format in ('xlsx', 'csv', 'csv_gb18030')),
  query jsonb not null,
  shown text[] not null,
  personal boolean not null,
  org_path text not null,
  dept text not null,
  org_name text not null,
  asked_by uuid not null,
  asked_by_name text not null,
  asked_at timestamptz not null,
  finished_at timestamptz,
  expires_at timestamptz,
  rows bigint,
  file_id uuid constraint list_export_file_known references file,
  removed_at timestamptz
);
comment on table list_export is '导出: a list written to a file in the background, for whoever asked for it, until expires_at. personal: it holds names of persons and says on every sheet or line who exported it when.';
create index list_export_of on list_export (asked_by, asked_at desc, id desc);
create index list_export_ending on list_export (expires_at) where file_id is not null and removed_at is null;
grant select, insert, update on list_export to mingjian_app;

-- Imports are looked at before they count, and may be taken back.
alter table import_batch drop constraint import_kind_known;
alter table import_batch add constraint import_kind_known check (kind in ('entity', 'library', 'label', 'risk', 'officer', 'expert'));
alter table import_batch
  add column state text not null default 'done' constraint import_state_known check (state in ('checking', 'ready', 'committing', 'done', 'discarded', 'undoing', 'undone', 'failed')),
  add column org_name text not null default '',
  add column library_id uuid constraint import_library_known references library,
  add column complete boolean not null default false,
  add column sheet text,
  add column mapping jsonb not null default '{}',
  add column rows_leaving bigint not null default 0,
  add column notes jsonb not null default '{}',
  add column checked_at timestamptz,
  add column committed_by uuid,
  add column committed_by_name text,
  add column undone_by uuid,
  add column undone_by_name text,
  add column undone_at timestamptz,
  add column annotated_file uuid constraint import_annotated_known references file;
comment on column import_batch.complete is 'The file is the whole list: whoever is not in it leaves.';
comment on column import_batch.notes is 'What the check noticed without refusing it, by code: counts, and new labels by name.';
comment on column import_batch.annotated_file is 'The user''s own workbook with the errors written into its cells.';
update import_batch b set state = case when b.finished_at is not null then 'done' else 'failed' end;
update progress set state = 'failed' where thing like 'import:%' and state in ('waiting', 'running');
create table import_mapping (
  org_path text not null,
  dept text not null,
  kind text not null,
  heading_hash text not null,
  mapping jsonb not null,
  saved_by uuid not null,
  saved_at timestamptz not null,
  primary key (org_path, dept, kind, heading_hash)
);
comment on table import_mapping is '列对应: which heading a clerk took for which column, remembered for files with the same headings.';
grant select, insert, update on import_mapping to mingjian_app;
create table import_before (
  import_id uuid not null,
  subject text not null,
  before jsonb,
  primary key (import_id, subject)
);
comment on table import_before is '导入前的样子: what an import changed, as it stood before; null where there was nothing. For whoever takes the import back. Distributed by subject (an officer''s id among them).';
grant select, insert, update, delete on import_before to mingjian_app;
alter table import_row add column owner_subject text, add column initials text;
drop index import_row_of;
create index import_row_of on import_row (import_id, row_no);
create unlogged table import_line (
  import_id uuid not null,
  row_no bigint not null,
  subject text not null,
  draft jsonb
);
comment on table import_line is 'Staging of the smaller registers, by subject (a staff number among them); rows without a draft were refused but tell that their subject stands in the file. Unlogged, as import_row.';
create index import_line_of on import_line (import_id, row_no);
grant select, insert, delete on import_line to mingjian_app;
create unlogged table import_change (
  import_id uuid not null,
  row_no bigint not null,
  subject text not null,
  change text not null constraint import_change_known check (change in ('added', 'changed', 'leaving')),
  own boolean not null default true
);
comment on table import_change is '导入差异: which rows of a checked file would add or change what, and who would leave (row_no counts them). own is false where only labels, items or risk classes differ. Unlogged: made again at commit.';
create index import_change_of on import_change (import_id, change, row_no);
grant select, insert, delete on import_change to mingjian_app;
-- A person whom an import brought goes when it is taken back; whoever was given work, leave or a relation since is held by it.
grant delete on officer, officer_certificate to mingjian_app;
create index entity_of_import on entity (import_id, subject);
create or replace function refresh_statistics(tables text[]) returns void
  language plpgsql security definer set search_path = pg_catalog, public
  as $$
  declare
    name text;
  begin
    foreach name in array tables loop
      if name not in ('entity', 'entity_version', 'entity_risk', 'entity_item', 'entity_label', 'library_entry', 'quality_finding', 'import_row', 'import_line', 'import_change',
          'drawn_object', 'assignment', 'visit', 'propensity') then
        raise exception 'refresh_statistics does not know %', name;
      end if;
      execute format('analyze public.%I', name);
    end loop;
  end $$;
create index entity_version_of_import on entity_version (import_id, subject) where import_id is not null;

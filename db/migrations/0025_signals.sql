-- 线索打标签: what objects showed, counted or flagged, becomes a label in one act, and a draw that takes the label tells where it came from.
alter table label_batch
  add column signal jsonb,
  add column valid_to date;
comment on column label_batch.signal is 'Complaints or flags whose objects were labelled; null: those of the query alone.';
comment on column label_batch.valid_to is 'Until when the objects carry it; null: as long as the label lasts.';

create function label_origins(names text[], before timestamptz)
  returns table (label text, kind text, since date, times integer, objects integer, labelled_on date, org_name text)
  language sql stable security definer rows 10 set search_path = pg_catalog, public
  as $$ select l.name, b.signal ->> 'kind', case when b.signal ->> 'kind' = 'complaints' then (b.signal ->> 'since')::date end,
      (b.signal ->> 'least')::integer, b.objects, (b.finished_at at time zone 'Asia/Shanghai')::date, b.org_name
    from label l join label_batch b on b.label_id = l.id
    where l.name = any (names) and b.action = 'attach' and b.state = 'done' and b.objects > 0 and b.signal is not null and b.finished_at <= before
    order by l.name collate "C", b.finished_at, b.id $$;
comment on function label_origins(text[], timestamptz) is 'By which signals labels came to objects, of any office; which flags an object has is not told.';
revoke execute on function label_origins(text[], timestamptz) from public;
grant execute on function label_origins(text[], timestamptz) to mingjian_app;

alter table published.task add column label_origins jsonb not null default '[]';
comment on column published.task.label_origins is '定向抽查的标签来源: how the labels came that the filter asks for. Of a sealed draw the kind alone, because its filter is not public.';

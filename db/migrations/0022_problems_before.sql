-- Problems that were published before problems were kept: where their task is under way they are open, and it is not done before somebody finishes them (0017).
insert into open_problem (subject, visit_id, task_id, task_state, result_id, outcome, problem, disposal, opened_at)
  select v.subject, v.id, t.id, t.state, r.id, r.outcome, coalesce(x.said, rt.zh), coalesce(r.disposal, ''), v.updated_at
  from visit v join task t on t.id = v.task_id
    join lateral (select * from result n where n.subject = v.subject and n.visit_id = v.id order by n.version desc limit 1) r on true
    join result_type rt on rt.code = r.outcome
    cross join lateral (select string_agg(trim(i.value ->> 'problem'), '；' order by i.ordinality) as said
      from jsonb_array_elements(r.items) with ordinality i where trim(coalesce(i.value ->> 'problem', '')) <> '') x
  where v.state = 'published' and t.state not in ('done', 'cancelled') and (rt.problem or x.said is not null)
  on conflict (subject, visit_id) do nothing;

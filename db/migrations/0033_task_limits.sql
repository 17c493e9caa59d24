-- What a row of the plan has left for the next task, and no exception without the person who agreed to it.

alter table task
  add column confirmed_target integer constraint task_confirmed_target_sane check (confirmed_target >= 0),
  -- Tasks that were confirmed before this was asked keep their state; every other one names who agreed.
  add constraint task_exception_decided check (frequency_exception is null or decided_by is not null or state <> 'confirmed') not valid;
comment on column task.confirmed_target is 'How many objects the strata gave when the settings were agreed; null before that, and for tasks that name their objects.';
comment on constraint task_exception_decided on task is 'Nobody lifts the frequency caps of a draw alone.';

create function plan_row_drawn(of_row uuid, but uuid)
  returns table (task_id uuid, target integer, item_dept text, item_code text, share_ppm integer)
  language sql stable security definer set search_path = pg_catalog, public
  as $$
    select t.id, coalesce(s.selected::int, t.confirmed_target, 0), i.dept, i.code, x.share_ppm
    from task t left join draw_slot s on s.task_id = t.id and s.kind = 'O' and s.state in ('result', 'closed')
      left join (task_item x join item i on i.id = x.item_id) on x.task_id = t.id
        and not exists (select from task_participant p where p.task_id = x.task_id and p.dept = x.dept and p.state = 'declined')
    where t.plan_row_id = of_row and t.id <> but and t.state in ('confirmed', 'drawn', 'executing', 'done') $$;
comment on function plan_row_drawn(uuid, uuid) is 'How many objects each agreed task of a row draws or drew, whosever it is, with its items and the share at which they are inspected; without the task `but`.';
revoke execute on function plan_row_drawn(uuid, uuid) from public;
grant execute on function plan_row_drawn(uuid, uuid) to mingjian_app;

-- Whoever worked on a draft does not approve it, also when another handed it in.
alter table task
  add column edited_by uuid[] not null default '{}',
  add constraint task_not_by_editors check (decided_by is null or decided_by <> all (edited_by));
comment on column task.edited_by is 'Who changed the draft: like its maker, never who approves it.';
alter table policy_pack
  add column edited_by uuid[] not null default '{}',
  add constraint policy_pack_not_by_editors check (state <> 'published' or decided_by <> all (edited_by));
comment on column policy_pack.edited_by is 'Who changed the draft: like its maker, never who publishes it.';
alter table plan_contribution add column written_by uuid[] not null default '{}';
comment on column plan_contribution.written_by is 'Who saved rows of it: once they are in the plan, these worked on the plan.';

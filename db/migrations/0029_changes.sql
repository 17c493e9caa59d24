-- 变更申请: a department joins a locked task, and the items of a department are replaced while nothing was inspected.
insert into change_kind (code, zh, en) values
  ('task.join', '增加配合部门', 'let a department join the task'),
  ('task.items', '更换检查事项', 'replace the items of a department');

-- 文书: templates that a bureau edits, papers that were issued and stay as they were, and issuing many at once.
create table document_template (
  id uuid primary key,
  kind text not null constraint document_template_kind_known check (kind in ('annual_plan', 'announcement', 'notice', 'approval')),
  org_path text not null,
  dept text not null,
  org_name text not null,
  version integer not null,
  body jsonb not null,
  note text not null,
  valid_from date not null,
  state text not null constraint document_template_state_known check (state in ('draft', 'submitted', 'approved', 'discarded')),
  edited_by uuid not null,
  edited_by_name text not null,
  submitted_by uuid,
  approved_by uuid,
  approved_by_name text,
  approved_at timestamptz,
  opinion text not null default '',
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint document_template_version_once unique (kind, org_path, dept, version),
  constraint document_template_two_persons check (state <> 'approved' or (approved_by is not null and approved_by <> edited_by and approved_by is distinct from submitted_by))
);
comment on table document_template is '文书模板: the text of a kind of paper at a place and below it, version after version; approved by another person than its author. An approved version never changes.';
comment on column document_template.body is 'core/documents/template.ts: title, number pattern, head, blocks.';
create unique index document_template_open_once on document_template (kind, org_path, dept) where state in ('draft', 'submitted');
create index document_template_in_force on document_template (kind, dept, org_path, valid_from) where state = 'approved';
grant select, insert, update on document_template to mingjian_app;

create table document_batch (
  id uuid primary key,
  kind text not null constraint document_batch_kind_known check (kind in ('annual_plan', 'announcement', 'notice', 'approval')),
  task_id uuid not null constraint document_batch_task_known references task,
  format text not null constraint document_batch_format_known check (format in ('pdf', 'docx')),
  org_path text not null,
  dept text not null,
  typed jsonb not null,
  asked_by uuid not null,
  asked_by_name text not null,
  asked_at timestamptz not null,
  issued integer not null default 0,
  printed integer not null default 0,
  left_out jsonb not null default '[]',
  finished_at timestamptz,
  file_id uuid constraint document_batch_file_known references file
);
comment on table document_batch is '批量出具: the papers of all visits of a task in one file, made in the background. left_out: visits whose paper the frequency guard did not let out, with the reason.';
create index document_batch_of_task on document_batch (task_id, asked_at desc);
grant select, insert, update on document_batch to mingjian_app;

create table issued_document (
  id uuid primary key,
  kind text not null constraint issued_document_kind_known check (kind in ('annual_plan', 'announcement', 'notice', 'approval')),
  thing text not null,
  task_id uuid,
  org_path text not null,
  dept text not null,
  org_name text not null,
  number text,
  title text not null,
  about text not null,
  template_id uuid constraint issued_document_template_known references document_template,
  typed jsonb not null,
  content jsonb not null,
  content_sha256 text not null,
  batch_id uuid constraint issued_document_batch_known references document_batch,
  issued_by uuid not null,
  issued_by_name text not null,
  issued_at timestamptz not null,
  constraint issued_document_number_once unique (org_path, dept, number),
  constraint issued_document_batch_once unique (batch_id, thing)
);
comment on table issued_document is '已出具文书: evidence, appended. Every word of the paper as it was issued, with its number; a mistake is voided and issued anew under another number.';
comment on column issued_document.thing is 'plan:id, task:id or visit:id.';
comment on column issued_document.template_id is 'Null: the national template of core/documents/national-templates.ts.';
comment on column issued_document.content is 'core/documents/filled.ts: the whole paper.';
create index issued_document_of_thing on issued_document (thing, issued_at desc);
create index issued_document_of_task on issued_document (task_id, kind) where task_id is not null;
create index issued_document_by_time on issued_document (org_path text_pattern_ops, issued_at desc, id desc);
grant select, insert on issued_document to mingjian_app;

create table issued_document_file (
  document_id uuid not null constraint issued_document_file_of references issued_document,
  format text not null constraint issued_document_file_format_known check (format in ('pdf', 'docx', 'sealed')),
  file_id uuid not null constraint issued_document_file_known references file,
  by_name text not null,
  at timestamptz not null,
  primary key (document_id, format)
);
comment on table issued_document_file is '文书文件: evidence, appended. The file that was first made of a paper is the one that is kept; sealed: the copy with the seal, scanned or from an e-seal service.';
grant select, insert on issued_document_file to mingjian_app;

create table document_void (
  document_id uuid primary key constraint document_void_of references issued_document,
  reason text not null,
  by_id uuid not null,
  by_name text not null,
  at timestamptz not null
);
comment on table document_void is '文书作废: evidence, appended. The number stays used.';
grant select, insert on document_void to mingjian_app;

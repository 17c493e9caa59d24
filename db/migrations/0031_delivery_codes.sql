-- 发送记录: why a message did not get through, as a code that somebody can act on; and whose rule a special campaign follows.

alter table notice_attempt add column code text
  constraint notice_attempt_code_known check (code in ('unreachable', 'certificate_untrusted', 'tls_missing', 'sign_in_refused', 'receiver_refused',
    'refused_for_now', 'refused', 'redirected')),
  add constraint notice_attempt_code_of_failure check (code is null or outcome = 'failed');
comment on column notice_attempt.code is 'Why the try failed (contract/notices.ts); null: it did not, or nobody noted it before this column was.';
comment on column task.approval_no is '专项检查: the document that approved it; filing_no and filed_on say where it is on file (国办发〔2024〕54号).';

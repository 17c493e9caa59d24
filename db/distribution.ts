/**
 * Where each table stands on a Citus cluster. What the register holds per object is spread over the machines by `subject`, side by side; its vocabularies
 * are copied to each machine; everything else stays on the coordinator as it is. Rules of Citus that shape this (docs.citusdata.com, "SQL Support",
 * "Creating and Modifying Distributed Objects"; test/api/db/distribution.test.ts holds the migrated database to them):
 * - a unique key of a distributed table contains the column that distributes; no triggers, no serials;
 * - a distributed table refers to reference tables only, and nothing refers to it;
 * - a policy of row-level security may not hold a subquery, and settings of a session (`mingjian.scope`) do not reach other machines: tables with policies,
 *   and whatever is bound to them by foreign keys, stay on the coordinator.
 */
export type Placement = 'distributed' | 'reference' | 'coordinator'

/** The column that distributes: whom a row is about. */
export const distributionColumn = 'subject'

const distributed = [
  'entity',
  'entity_flag',
  'entity_item',
  'entity_label',
  'entity_label_past',
  'entity_risk',
  'entity_risk_history',
  'entity_version',
  'feed_row',
  'import_before',
  'import_change',
  'import_line',
  'import_row',
  'label_batch_object',
  'library_entry',
  'quality_exception',
  'quality_finding',
  'quality_fix_row',
] as const

/** No foreign key may lead from these to a table of the coordinator, or from there to these. */
const reference = ['entity_event', 'entity_kind', 'entity_state', 'flag_kind', 'item_coverage', 'risk_class'] as const

/**
 * The work of a year, some per cent of the register: keyed by subject like the register, so that they can follow it, but read under the policies of `visit`,
 * which ask `seat` (assignment, assignment_end) in a subquery.
 */
const keyedBySubject = [
  'assignment',
  'assignment_end',
  'case_clue',
  'dispatch',
  'drawn_object',
  'expert_opinion',
  'merge_object',
  'open_problem',
  'propensity',
  'result',
  'review',
  'task_object',
  'visit',
  'visit_ledger',
  'visit_merge',
] as const

const coordinator = [
  'actor',
  'auth.account',
  'auth.lockout',
  'auth.session',
  'auth.user',
  'auth.verification',
  'case_ending',
  'change_kind',
  'change_reason',
  'change_request',
  'change_step',
  'change_version',
  'document_batch',
  'document_template',
  'document_void',
  'draw',
  'draw_event',
  'draw_file',
  'draw_secret',
  'draw_sign_off',
  'draw_slot',
  'draw_verdict',
  'feed_event',
  'feed_receipt',
  'feed_refusal',
  'feed_source',
  'feed_total',
  'file',
  'import_batch',
  'import_mapping',
  'import_rejection',
  'inbox',
  'issued_document',
  'issued_document_file',
  'item',
  'joint_item',
  'label',
  'label_batch',
  'library',
  'library_label',
  'list_export',
  'log_checkpoint',
  'log_cosignature',
  'log_entry',
  'log_leaf',
  'log_pending',
  'merge_answer',
  'merge_party',
  'merge_proposal',
  'merge_run',
  'migration',
  'notice',
  'notice_address',
  'notice_attempt',
  'notice_delivery',
  'number_counter',
  'officer',
  'officer_certificate',
  'officer_filing',
  'officer_filing_decision',
  'officer_group',
  'officer_group_member',
  'officer_leave',
  'org',
  'plan',
  'plan_adoption',
  'plan_contribution',
  'plan_filing',
  'plan_filing_decision',
  'plan_party',
  'plan_party_answer',
  'plan_row',
  'plan_simulation',
  'plan_simulation_part',
  'plan_version',
  'policy_pack',
  'progress',
  'published.appointment',
  'published.draw',
  'published.drawn',
  'published.entity',
  'published.frequency_cap',
  'published.item',
  'published.joint_item',
  'published.plan',
  'published.plan_adoption',
  'published.plan_filing',
  'published.plan_version',
  'published.result',
  'published.reuse',
  'published.task',
  'published.task_version',
  'quality_count',
  'quality_fix',
  'quality_run',
  'record',
  'record_pending',
  'record_seal',
  'recusal',
  'recusal_end',
  'region',
  'register_value',
  'replacement_decision',
  'replacement_request',
  'result_type',
  'reuse',
  'reuse_decision',
  'saved_view',
  'seat_decision',
  'seat_request',
  'sub_task',
  'task',
  'task_batch',
  'task_item',
  'task_officer',
  'task_participant',
  'task_source',
  'witnessed_checkpoint',
] as const

/** Every table of the migrations; the job queue's own schema stays on the coordinator as a whole. */
export const placements: Readonly<Record<string, Placement>> = {
  ...everyOne(distributed, 'distributed'),
  ...everyOne(reference, 'reference'),
  ...everyOne([...keyedBySubject, ...coordinator], 'coordinator'),
}

/** Tables whose unique keys contain the subject: what is distributed, and what could be. */
export const subjectTables: readonly string[] = [...distributed, ...keyedBySubject]

/** A statement of the move, with the table that Citus then knows. */
export type Move = { readonly table: string; readonly sql: string }

/** What moves a database, in order, each in a transaction of its own: reference tables before those that refer to them, then the register, then what lies beside it. */
export const moves: readonly Move[] = [
  ...reference.map((table) => ({ table, sql: `select create_reference_table('public.${table}')` })),
  ...distributed.map((table, index) => ({
    table,
    sql: `select create_distributed_table('public.${table}', '${distributionColumn}', colocate_with => '${index === 0 ? 'none' : 'public.entity'}')`,
  })),
]

function everyOne(tables: readonly string[], placement: Placement): Record<string, Placement> {
  return Object.fromEntries(tables.map((table) => [table, placement]))
}

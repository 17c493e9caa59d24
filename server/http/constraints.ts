/** What the database refuses, as a Problem: by the name of the constraint, never by the text of an error message. */
import type { ProblemCode } from '#contract/problems.ts'
import { constraintOf } from '#db/connect.ts'
import { Problem } from './problem.ts'

/** The Problem of a violated constraint. A constraint that is not here answers with the general code of its kind. */
export const problemByConstraint: Readonly<Record<string, ProblemCode>> = {
  org_once: 'org_exists',
  org_region_known: 'region_unknown',
  user_name_once: 'username_taken',
  user_email_once: 'username_taken',
  actor_officer_once: 'officer_has_account',
  actor_org_known: 'org_unknown',
  record_command_once: 'command_id_reused',
  recusal_end_pkey: 'recusal_ended',
  officer_staff_no_once: 'officer_exists',
  officer_certificate_once: 'certificate_twice',
  officer_certificate_window: 'window_reversed',
  officer_leave_window: 'window_reversed',
  officer_group_name_once: 'group_name_taken',
  officer_filing_decision_pkey: 'filing_decided',
  label_name_once: 'label_name_taken',
  library_name_once: 'library_name_taken',
  library_entry_once: 'entry_once',
  item_draft_once: 'item_draft_exists',
  item_version_once: 'changed_meanwhile',
  joint_item_draft_once: 'item_draft_exists',
  joint_item_version_once: 'changed_meanwhile',
  policy_pack_open_once: 'policy_open_already',
  policy_pack_version_once: 'changed_meanwhile',
  document_template_open_once: 'template_open',
  document_template_version_once: 'template_open',
  plan_name_once: 'plan_name_taken',
  plan_no_once: 'number_taken',
  plan_row_window: 'window_reversed',
  task_no_once: 'number_taken',
  task_window: 'window_reversed',
  open_problem_task_open: 'problem_still_open',
  task_lead_item_published: 'task_without_published_item',
  task_item_item_published: 'task_without_published_item',
  draw_open_once: 'draw_already_open',
  change_open_once: 'change_open_already',
  change_no_once: 'number_taken',
  draw_serial_once: 'draw_already_open',
  draw_event_pkey: 'changed_meanwhile',
  visit_once: 'visit_exists',
  result_version_once: 'result_exists',
  review_pkey: 'review_exists',
}

/** The Problem behind an error of PostgreSQL, or null when it is a fault and no refusal. */
export function databaseProblem(error: unknown): Problem | null {
  const code = sqlState(error)
  if (code === null) return null
  if (code === '57014') return new Problem('took_too_long', {}, { cause: error })
  if (code === '53100') return new Problem('disk_full', {}, { cause: error })
  if (transient.has(code)) return new Problem('busy', {}, { cause: error })
  if (code.startsWith('08') || code.startsWith('57P') || code.startsWith('53')) return new Problem('unavailable', {}, { cause: error })
  const general = generalCode[code]
  if (general === undefined) return null
  const constraint = constraintOf(error)?.constraint ?? 'value'
  return new Problem(problemByConstraint[constraint] ?? general, { constraint }, { cause: error })
}

/** The five-character SQLSTATE of an error of the database, or of a connection to it that broke; null for any other error. */
function sqlState(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null
  if (/^[0-9A-Z]{5}$/.test(error.code)) return error.code
  return brokenConnection.has(error.code) ? '08006' : null
}

const transient: ReadonlySet<string> = new Set(['40001', '40P01', '55P03'])
const brokenConnection: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOENT'])
const generalCode: Readonly<Record<string, ProblemCode>> = {
  '23505': 'already_exists',
  '23503': 'reference_unknown',
  '23514': 'value_refused',
  '23P01': 'already_exists',
  '22001': 'value_refused',
  '22003': 'value_refused',
  '22021': 'value_refused',
  '22P05': 'value_refused',
  // A text that is no date, no uuid: a forged cursor comes this far.
  '22007': 'value_refused',
  '22008': 'value_refused',
  '22P02': 'value_refused',
}

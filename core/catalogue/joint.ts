/** 部门联合抽查事项: every department that takes part has something to inspect, and nobody else has (国办发〔2015〕58号; 国发〔2019〕5号 三(三)). */
import { fail, ok, type Result } from '#core/result.ts'

export type JointText = {
  readonly code: string
  readonly field: string
  readonly name: string
  readonly items: readonly { readonly department: string; readonly name: string }[]
  readonly objectScope: string
  readonly initiator: string
  readonly participants: readonly string[]
  readonly orgLevel: string
  readonly implLevel: string
  readonly period: string
  readonly deadline: string | null
  readonly contactOffice: string
  readonly basis: string
}

export type JointFailure = { readonly type: 'joint_departments_mismatch'; readonly code: string; readonly departments: string }

/** Names the departments without an item, those with one that do not take part, and an initiator that is its own participant. */
export function checkJoint({ code, initiator, participants, items }: JointText): Result<null, JointFailure> {
  const parties = new Set([initiator, ...participants])
  const working = new Set(items.map(({ department }) => department))
  const wrong = [
    ...[...parties].filter((department) => !working.has(department)),
    ...[...working].filter((department) => !parties.has(department)),
    ...participants.filter((department, index) => department === initiator || participants.indexOf(department) !== index),
  ]
  return wrong.length === 0 ? ok(null) : fail({ type: 'joint_departments_mismatch', code, departments: [...new Set(wrong)].join('、') })
}

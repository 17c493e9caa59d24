/** 改派检查部门: objects without a result go to another organisation, in batch and within one task (AR10). */
import type { Wanted } from '#contract/changes.ts'
import { Problem } from '#server/http/problem.ts'
import { checkedMove } from '#server/tasks/redispatch.ts'
import { redispatchDrawn } from '#server/tasks/redispatch-drawn.ts'
import type { At, Because, Change } from './kinds.ts'
import * as facts from './task-facts-store.ts'

export function departmentChange({ part, subjects, toOrgId }: Extract<Wanted, { kind: 'visit.department' }>): Change {
  const asked = ({ now }: At, { reason, by }: Because) => ({ part, subjects, toOrgId, reason, by, now })
  const objects = ({ tx, task }: At) => facts.objectsOfPart(tx, { taskId: task.id, part }, { subjects })
  return {
    check: async (at) => {
      await checkedMove(at.tx, at.task, asked(at, nobody))
    },
    before: async (at) => ({ objects: (await objects(at)).map((one) => line(one, one.orgName)) }),
    wish: async (at) => {
      const target = (await facts.targetsOf(at.tx, at.task.orgPath)).find(({ orgId }) => orgId === toOrgId)
      if (target === undefined) throw new Problem('redispatch_org_unknown')
      return { objects: (await objects(at)).map((one) => line(one, target.orgName)) }
    },
    apply: async (at, because) => {
      await redispatchDrawn(at.tx, at.services, at.task, asked(at, because))
    },
  }
}

/** Checking asks for no name: nothing is written. */
const nobody: Because = { reason: '', by: { id: '', name: '' } }

const line = ({ name, subject }: facts.PartObject, orgName: string): string => `${name}（${subject}）：${orgName}`

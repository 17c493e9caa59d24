/** Who hears of a move of a plan: whoever has to act next, and whoever drafted it when it comes back. */
import type { NoticeKind } from '#contract/notice-kinds.ts'
import type { Permission } from '#core/access/roles.ts'
import type { PlanVerb } from '#core/plans/state.ts'
import { notify } from '#server/notices/notify.ts'
import type { MoveCall } from './moves.ts'
import type { PlanRecord } from './store.ts'

export async function tellMoved({ input, tx, actor, now }: MoveCall, plan: PlanRecord, verb: PlanVerb): Promise<void> {
  const news = newsOf(plan, verb)
  if (news === null) return
  const { kind, permission } = news
  await notify(tx, {
    to: { orgPath: plan.orgPath, dept: plan.dept, permission, but: actor.id },
    kind,
    thing: `plan:${plan.id}`,
    facts: { name: plan.name, note: input.note },
    at: now,
  })
}

/** A joint plan is adopted where another one is approved; a published plan is news for whoever makes its tasks. */
function newsOf({ kind }: Pick<PlanRecord, 'kind'>, verb: PlanVerb): { readonly kind: NoticeKind; readonly permission: Permission } | null {
  switch (verb) {
    case 'submit':
      return { kind: 'plan.submitted', permission: kind === 'joint' ? 'joint.convene' : 'plan.approve' }
    case 'return':
      return { kind: 'plan.returned', permission: 'plan.edit' }
    case 'approve':
      return { kind: 'plan.approved', permission: 'plan.approve' }
    case 'publish':
      return { kind: 'plan.published', permission: 'task.edit' }
    default:
      return null
  }
}

/** 案件线索: a problem is handed to whoever handles cases, who takes it over, gives it back, or ends it with a decision; the decision finishes the problem. */
import { type AccessFailure, type Actor, can, type Scoped } from '#core/access/can.ts'
import { fail, ok, type Result } from '#core/result.ts'
import { step, type Transitions, type WrongState } from '#core/transition.ts'

export type ClueState = 'handed' | 'taken' | 'returned' | 'decided'
export type ClueVerb = 'take' | 'giveBack' | 'decide'

/** A clue that came back is an end: the problem is open again, finished or handed over anew. */
export const clueTransitions: Transitions<ClueState, ClueVerb> = {
  handed: { take: 'taken', giveBack: 'returned' },
  taken: { giveBack: 'returned', decide: 'decided' },
  returned: {},
  decided: {},
}

/** Clues of which somebody still has to do something: their problem is not finished by others meanwhile. */
export const liveClueStates = ['handed', 'taken'] as const satisfies readonly ClueState[]

export const isLiveClue = (state: ClueState | null): boolean => liveClueStates.some((live) => live === state)

/** How a case ends; what is not even opened ends as well. */
export const caseEndings = {
  penalty: { zh: '行政处罚决定', en: 'penalty decided', source: '行政处罚法第五十七条第一款第（一）项' },
  minor: { zh: '不予行政处罚决定（违法行为轻微）', en: 'no penalty: minor', source: '行政处罚法第五十七条第一款第（二）项' },
  unproven: { zh: '不予行政处罚决定（违法事实不能成立）', en: 'no penalty: not proven', source: '行政处罚法第五十七条第一款第（三）项' },
  judicial: { zh: '移送司法机关', en: 'sent to the judiciary', source: '行政处罚法第五十七条第一款第（四）项' },
  not_filed: { zh: '不予立案', en: 'no case opened', source: '市场监督管理行政处罚程序规定第二十条' },
} as const satisfies Record<string, { readonly zh: string; readonly en: string; readonly source: string }>

export type CaseEnding = keyof typeof caseEndings

/** `orgPath` and `dept` are those of the organisation that receives it. */
export type ClueStanding = Scoped & { readonly state: ClueState; readonly handedBy: string; readonly foundOn: string }

export type ClueFailure = WrongState | { readonly type: AccessFailure | 'clue_handed_by_you' }

/** Four eyes: whoever handed a clue over neither takes nor decides it. */
export function moveClue(clue: ClueStanding, verb: ClueVerb, actor: Actor): Result<ClueState, ClueFailure> {
  const ability = can(actor, 'case.handle', clue)
  if (!ability.allowed) return fail({ type: ability.reason })
  const next = step(clueTransitions, clue.state, verb)
  if (!next.ok) return next
  return clue.handedBy === actor.id ? fail({ type: 'clue_handed_by_you' }) : ok(next.value)
}

/** The day of a decision lies between the day on which the problem was found and today. */
export function decideClue(
  clue: ClueStanding,
  on: string,
  actor: Actor,
  today: string,
): Result<ClueState, ClueFailure | { readonly type: 'close_day_wrong'; readonly from: string; readonly to: string }> {
  const moved = moveClue(clue, 'decide', actor)
  if (!moved.ok) return moved
  return on >= clue.foundOn && on <= today ? moved : fail({ type: 'close_day_wrong', from: clue.foundOn, to: today })
}

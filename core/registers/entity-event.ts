/** 登记事件: what makes or ends a version of an object in the register. Imports and the change feed ask the same function. */

/** The same codes as the table entity_event (db/migrations/0009_register.sql); a test holds the two together. */
export const entityEvents = {
  entered: { zh: '设立入库', en: 'entered' },
  changed: { zh: '变更', en: 'changed' },
  revoked: { zh: '吊销', en: 'revoked' },
  deregistered: { zh: '注销', en: 'deregistered' },
  moved_out: { zh: '迁出', en: 'moved out' },
  moved_in: { zh: '迁入', en: 'moved in' },
  restored: { zh: '恢复', en: 'restored' },
  left: { zh: '移出名录', en: 'left the register' },
  undone: { zh: '撤销导入', en: 'import undone' },
} as const satisfies Record<string, { readonly zh: string; readonly en: string }>

export type EntityEvent = keyof typeof entityEvents

export const isEntityEvent = (text: string): text is EntityEvent => Object.hasOwn(entityEvents, text)

export type EntityStanding = { readonly state: string; readonly regionPath: string }

/**
 * What a change of an object's row is called. `before` is null when the register does not have the object. A change of state says more than a
 * change of place, and a place that only becomes more exact (the county below the city) is no move.
 */
export function eventOf(before: EntityStanding | null, after: EntityStanding): EntityEvent {
  if (before === null) return 'entered'
  if (before.state !== after.state) return intoState(before, after)
  return after.state === 'active' && isElsewhere(before.regionPath, after.regionPath) ? 'moved_in' : 'changed'
}

function intoState(before: EntityStanding, after: EntityStanding): EntityEvent {
  if (after.state === 'revoked' || after.state === 'deregistered' || after.state === 'moved_out') return after.state
  return before.state === 'moved_out' && isElsewhere(before.regionPath, after.regionPath) ? 'moved_in' : 'restored'
}

const isElsewhere = (from: string, to: string): boolean => from !== to && !to.startsWith(`${from}.`) && !from.startsWith(`${to}.`)

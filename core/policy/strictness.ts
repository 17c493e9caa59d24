/**
 * Which way a lower place may set a value otherwise. A rule of a province stands above those of its cities (立法法 第一百条): what a place
 * above has published binds below, and so does a national value that a rule names. A default of this product binds nobody.
 */
import { never } from '../result.ts'
import type { Source } from './pack.ts'
import type { PolicyKey, SettingValue } from './settings.ts'

/**
 * floor: may only be raised below; cap: may only be lowered; shorten: a list may only lose parts; extend: a list may only gain parts;
 * on, off: a switch may only be turned that way; free: no way is the stricter one.
 */
export type Direction = 'floor' | 'cap' | 'shorten' | 'extend' | 'on' | 'off' | 'free'

export const directions = {
  'signIn.failuresBeforeLock': 'free',
  'signIn.lockMinutes': 'free',
  'signIn.failuresPerAddress': 'free',
  'signIn.idleMinutes': 'free',
  'signIn.idleMinutesOfAdministrators': 'free',
  'password.minLength': 'free',
  'password.maxLength': 'free',
  'password.minClasses': 'free',
  'draws.revealHours': 'free',
  // A place may ask for one more witness of a draw, and not do without one that the place above asks for.
  'draws.parties': 'extend',
  'draws.disclosureWorkingDays': 'cap',
  'frame.lowRiskClasses': 'extend',
  'frame.whitelistLabel': 'free',
  'matching.floorPpm': 'floor',
  'matching.rotationTimes': 'cap',
  'matching.rotationYears': 'floor',
  'matching.certificateWarnDays': 'free',
  'catalogue.otherItems': 'off',
  'catalogue.otherItemsMost': 'cap',
  'plan.undirectedFloorPpm': 'floor',
  'plan.directedFloorPpm': 'floor',
  'plan.mostRows': 'free',
  'plan.typeDigit': 'free',
  'ledger.plannedCap': 'cap',
  'ledger.warnAt': 'cap',
  'ledger.exceptions': 'shorten',
  // How far visits are brought together is what the departments of a place agree on.
  'merge.windowDays': 'free',
  'merge.leastObjects': 'free',
  'changes.decideDays': 'cap',
  'deadlines.remindDaysBefore': 'free',
  'deadlines.filingDays': 'cap',
  'tasks.temporaryAllowed': 'off',
  'tasks.specialApprovalNeeded': 'on',
  'tasks.returnDays': 'cap',
  // Longer spares the firm a visit, shorter keeps the result fresh: neither is the stricter.
  'reuse.days': 'free',
  'documents.prohibitions': 'extend',
  'files.maxBytes': 'free',
} as const satisfies Readonly<Record<PolicyKey, Direction>>

/** Does a value bind the places below the one that set it? `national`: nobody below the nation has set it yet. */
export const binds = (source: Source, national: boolean): boolean => !national || 'rule' in source

/** What holds where `above` binds and a place below says `said`: never weaker than either. */
export function strictest(key: PolicyKey, above: SettingValue, said: SettingValue): SettingValue {
  const direction: Direction = directions[key]
  switch (direction) {
    case 'floor':
      return Math.max(Number(above), Number(said))
    case 'cap':
      return Math.min(Number(above), Number(said))
    case 'on':
      return above === true || said === true
    case 'off':
      return above === true && said === true
    case 'shorten':
      return partsOf(said).filter((part) => partsOf(above).includes(part))
    case 'extend':
      return [...partsOf(said), ...partsOf(above).filter((part) => !partsOf(said).includes(part))]
    case 'free':
      return said
    default:
      return never(direction)
  }
}

/** Is what a place below says weaker than what binds it? */
export const isWeaker = (key: PolicyKey, above: SettingValue, said: SettingValue): boolean => !sameValue(strictest(key, above, said), said)

/** The order of a list is no rule. */
export const sameValue = (one: SettingValue, other: SettingValue): boolean =>
  typeof one === 'object' && typeof other === 'object' ? textOf(one) === textOf(other) : one === other

const textOf = (list: readonly string[] | readonly number[]): string => JSON.stringify([...list].map(String).sort())

/** Lists with a direction are lists of words. */
const partsOf = (value: SettingValue): readonly string[] => (typeof value === 'object' ? value.map(String) : [])

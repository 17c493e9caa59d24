/** A policy pack: every number, list and deadline that a rule or a choice of ours sets, each with where it comes from. */

import type { PartyCode } from '../draws/parties.ts'

/** Where a number comes from: a rule that can be cited, or a default of this product that an authority may set otherwise. */
export type Source = { readonly rule: string } | { readonly ownDefault: string }

export type Setting<T> = { readonly value: T; readonly unit: string; readonly zh: string; readonly en: string; readonly source: Source }

export type PolicyPack = {
  readonly code: string
  readonly zh: string
  readonly signIn: {
    readonly failuresBeforeLock: Setting<number>
    readonly lockMinutes: Setting<number>
    readonly failuresPerAddress: Setting<number>
    readonly idleMinutes: Setting<number>
    readonly idleMinutesOfAdministrators: Setting<number>
  }
  readonly password: {
    readonly minLength: Setting<number>
    readonly maxLength: Setting<number>
    readonly minClasses: Setting<number>
  }
  readonly draws: {
    readonly revealHours: Setting<number>
    /** In the order of `sources`: at least two, the system among them. */
    readonly parties: Setting<readonly PartyCode[]>
    readonly disclosureWorkingDays: Setting<number>
  }
  readonly frame: {
    readonly lowRiskClasses: Setting<readonly string[]>
    readonly whitelistLabel: Setting<string>
  }
  readonly matching: {
    readonly floorPpm: Setting<number>
    readonly rotationTimes: Setting<number>
    readonly rotationYears: Setting<number>
    readonly certificateWarnDays: Setting<number>
  }
  readonly catalogue: {
    /** May a task carry items that are typed and not of the list, and how many? */
    readonly otherItems: Setting<boolean>
    readonly otherItemsMost: Setting<number>
  }
  readonly plan: {
    readonly undirectedFloorPpm: Setting<number>
    readonly directedFloorPpm: Setting<number>
    readonly mostRows: Setting<number>
    readonly typeDigit: Setting<string>
  }
  readonly ledger: {
    readonly plannedCap: Setting<number>
    readonly warnAt: Setting<number>
    /** Codes of `ledgerExceptions` (core/ledger/exceptions.ts). */
    readonly exceptions: Setting<readonly string[]>
  }
  readonly merge: {
    readonly windowDays: Setting<number>
    readonly leastObjects: Setting<number>
  }
  readonly changes: { readonly decideDays: Setting<number> }
  readonly deadlines: { readonly remindDaysBefore: Setting<readonly number[]>; readonly filingDays: Setting<number> }
  readonly tasks: {
    readonly temporaryAllowed: Setting<boolean>
    readonly specialApprovalNeeded: Setting<boolean>
    readonly returnDays: Setting<number>
  }
  readonly reuse: { readonly days: Setting<number> }
  /** 五个严禁, one text each: what inspectors may never do, told to whoever is inspected. */
  readonly documents: { readonly prohibitions: Setting<readonly string[]> }
  readonly files: { readonly maxBytes: Setting<number> }
}

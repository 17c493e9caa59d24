/** What an event of the registration authority makes of an object, and which events an object's state allows. */

import { kindOf, parseCapital } from './entity-row.ts'
import type { FeedData, FeedEvent, FeedEventType, FeedReason } from './feed.ts'
import { parseIndustry } from './industry.ts'
import { locate, type Region, type RegionIndex } from './locate.ts'

/** An object as the register has it, as far as events change it. */
export type Registered = {
  readonly subject: string
  readonly name: string
  readonly kind: string
  readonly entityType: string | null
  readonly regionPath: string
  readonly established: string | null
  readonly capitalYuan: number | null
  readonly capitalText: string | null
  readonly scope: string | null
  readonly address: string | null
  readonly legalRep: string | null
  readonly state: string
  readonly industry: string | null
  readonly ownerSubject: string | null
}

export type FeedContext = {
  readonly regions: RegionIndex
  /** The place whose register this source keeps. */
  readonly jurisdiction: string
  /** The kinds an object can be of (entity_kind). */
  readonly kinds: ReadonlySet<string>
}

export type Applied =
  | { readonly outcome: 'applied'; readonly after: Registered }
  | { readonly outcome: 'unchanged' }
  | { readonly outcome: 'refused'; readonly code: FeedReason; readonly facts: Readonly<Record<string, string | number>> }

/**
 * Where an object stands for one source: absent from the register, in a state within its jurisdiction, in force elsewhere, or moved out of an
 * elsewhere and free to be taken in. What is elsewhere is told apart from what is absent only where entering it is refused.
 */
type Standing = 'absent' | 'active' | 'revoked' | 'deregistered' | 'moved_out' | 'elsewhere' | 'released'

const gone = 'subject_unknown'
const taken = 'subject_not_free'
const never = 'state_forbids'

/** Event × standing: it is applied, or the reason why not. Whoever is dead comes back by 恢复 only; 注销 is final for everything else. */
export const feedMoves: Readonly<Record<FeedEventType, Readonly<Record<Standing, 'apply' | FeedReason>>>> = {
  entered: {
    absent: 'apply',
    active: 'apply',
    revoked: never,
    deregistered: never,
    moved_out: never,
    elsewhere: taken,
    released: 'apply',
  },
  changed: { absent: gone, active: 'apply', revoked: 'apply', deregistered: never, moved_out: never, elsewhere: gone, released: gone },
  revoked: { absent: gone, active: 'apply', revoked: 'apply', deregistered: never, moved_out: never, elsewhere: gone, released: gone },
  deregistered: {
    absent: gone,
    active: 'apply',
    revoked: 'apply',
    deregistered: 'apply',
    moved_out: never,
    elsewhere: gone,
    released: gone,
  },
  moved_out: { absent: gone, active: 'apply', revoked: 'apply', deregistered: never, moved_out: 'apply', elsewhere: gone, released: gone },
  moved_in: {
    absent: 'apply',
    active: 'apply',
    revoked: never,
    deregistered: never,
    moved_out: 'apply',
    elsewhere: taken,
    released: 'apply',
  },
  restored: {
    absent: gone,
    active: 'apply',
    revoked: 'apply',
    deregistered: 'apply',
    moved_out: 'apply',
    elsewhere: gone,
    released: gone,
  },
}

/** The state an event leads to; null: it stays as it is. */
const stateAfter: Readonly<Record<FeedEventType, string | null>> = {
  entered: 'active',
  changed: null,
  revoked: 'revoked',
  deregistered: 'deregistered',
  moved_out: 'moved_out',
  moved_in: 'active',
  restored: 'active',
}

/** The object after an event, or why the event is not taken. */
export function applyFeedEvent(before: Registered | null, event: FeedEvent, context: FeedContext): Applied {
  const standing = standingOf(before, context.jurisdiction)
  const move = feedMoves[event.type][standing]
  if (move !== 'apply') return refuse(move, move === never ? { state: standing, type: event.type } : {})
  // What another place wrote about an object is not carried over: who takes it in says what it is.
  const base = standing === 'released' ? null : before
  const place = placeAfter(base, event, context)
  if ('outcome' in place) return place
  const { data, subject } = event
  const name = data.name ?? base?.name
  if (name === undefined) return refuse('name_missing')
  const industry = typeof data.industry === 'string' ? parseIndustry(data.industry) : said(data, 'industry', base?.industry)
  if (industry === null && typeof data.industry === 'string') return refuse('field_invalid', { field: 'industry' })
  const entityType = said(data, 'entityType', base?.entityType)
  const kind = data.kind ?? base?.kind ?? kindOf(subject, entityType)
  if (!context.kinds.has(kind)) return refuse('field_invalid', { field: 'kind' })
  const capitalText = said(data, 'capital', base?.capitalText)
  const after: Registered = {
    subject,
    name,
    kind,
    entityType,
    regionPath: place.path,
    established: said(data, 'established', base?.established),
    capitalYuan: data.capital === undefined ? (base?.capitalYuan ?? null) : parseCapital(data.capital ?? ''),
    capitalText,
    scope: said(data, 'scope', base?.scope),
    address: said(data, 'address', base?.address),
    legalRep: said(data, 'legalRep', base?.legalRep),
    state: stateAfter[event.type] ?? base?.state ?? 'active',
    industry,
    ownerSubject: said(data, 'owner', base?.ownerSubject),
  }
  return base !== null && same(base, after) ? { outcome: 'unchanged' } : { outcome: 'applied', after }
}

function standingOf(before: Registered | null, jurisdiction: string): Standing {
  if (before === null) return 'absent'
  const { regionPath, state } = before
  const ours = regionPath === jurisdiction || regionPath.startsWith(`${jurisdiction}.`)
  if (!ours) return state === 'moved_out' ? 'released' : 'elsewhere'
  return state === 'revoked' || state === 'deregistered' || state === 'moved_out' ? state : 'active'
}

/** Where the object is afterwards. The place a leaver goes to is another authority's business: it is not taken over. */
function placeAfter(base: Registered | null, { type, data, subject }: FeedEvent, context: FeedContext): Region | Refused {
  const { regions, jurisdiction } = context
  const stay = base === null ? null : { path: base.regionPath, code: '', name: '' }
  if (type === 'moved_out' && stay !== null) return stay
  const named = typeof data.region === 'string' ? (regions.byPath.get(data.region) ?? regions.byCode.get(data.region) ?? null) : null
  if (named === null && typeof data.region === 'string') return refuse('region_unknown', { value: data.region })
  const address = data.address ?? null
  const found = named ?? (address === null ? stay : null) ?? locate(regions, { address, province: null, city: null, subject }) ?? stay
  if (found === null) return refuse('region_unknown', { value: '' })
  // A new address that names no more than the city leaves a known object where it is.
  if (stay !== null && named === null && stay.path.startsWith(`${found.path}.`)) return stay
  if (found.path !== jurisdiction && !found.path.startsWith(`${jurisdiction}.`)) return refuse('outside_jurisdiction')
  return found
}

function said(data: FeedData, field: keyof FeedData, before: string | null | undefined): string | null {
  const value = data[field]
  return value === undefined ? (before ?? null) : value
}

const same = (a: Registered, b: Registered): boolean => compared.every((field) => a[field] === b[field])

const compared = [
  'name',
  'kind',
  'entityType',
  'regionPath',
  'established',
  'capitalYuan',
  'capitalText',
  'scope',
  'address',
  'legalRep',
  'state',
  'industry',
  'ownerSubject',
] as const satisfies readonly (keyof Registered)[]

type Refused = Extract<Applied, { readonly outcome: 'refused' }>

const refuse = (code: FeedReason, facts: Readonly<Record<string, string | number>> = {}): Refused => ({
  outcome: 'refused',
  code,
  facts,
})

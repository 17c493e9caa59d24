/** Who may share in the seed (draw protocol §4): people of different duties, and the system. Which of them a draw needs is policy. */
import type { Role } from '../access/roles.ts'
import { type Shape, textLike } from './shape.ts'

export type PartyCode = keyof typeof drawParties

/** `role`: whose account acts for the party; the system acts by itself. */
export const drawParties = {
  organiser: { role: 'organiser', zh: '组织部门', en: 'organiser' },
  supervisor: { role: 'supervisor', zh: '监督部门', en: 'supervisor' },
  witness: { role: 'witness', zh: '见证方', en: 'witness' },
  system: { role: null, zh: '系统', en: 'system' },
} as const satisfies Readonly<Record<string, { readonly role: Role | null; readonly zh: string; readonly en: string }>>

/** A party that a person holds. */
export type PersonParty = Exclude<PartyCode, 'system'>

/** A party as documents name it: whoever checks a draw need not know the policy of the place that held it. */
export const partyShape: Shape<string> = textLike('party code', /^[a-z][a-z0-9_-]{0,39}$/)

const ofPeople = ['organiser', 'supervisor', 'witness'] as const satisfies readonly PersonParty[]

/** The party that somebody with these roles holds: one, the first that fits, so that no two shares are in one hand. */
export const partyOfRoles = (roles: readonly Role[]): PersonParty | null =>
  ofPeople.find((party) => roles.includes(drawParties[party].role)) ?? null

/** A joint item as its form holds it. */
import type { JointItem, JointItemDraft } from '#contract/joint-items.ts'

export type JointForm = {
  readonly code: string
  readonly field: string
  readonly name: string
  readonly items: readonly { readonly department?: string; readonly name?: string }[]
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

export const emptyJoint: JointForm = {
  code: '',
  field: '',
  name: '',
  items: [{}, {}],
  objectScope: '',
  initiator: '',
  participants: [],
  orgLevel: '',
  implLevel: '',
  period: '',
  deadline: null,
  contactOffice: '',
  basis: '',
}

export const jointForm = (item: JointItem): JointForm => ({
  code: item.code,
  field: item.field,
  name: item.name,
  items: item.items,
  objectScope: item.objectScope,
  initiator: item.initiator,
  participants: item.participants,
  orgLevel: item.orgLevel,
  implLevel: item.implLevel,
  period: item.period,
  deadline: item.deadline,
  contactOffice: item.contactOffice,
  basis: item.basis,
})

/** The form as the contract and the rules of core read it; blanks around words are dropped. */
export const jointOfForm = (form: JointForm): JointItemDraft & { period: string; deadline: string | null } => ({
  ...form,
  initiator: form.initiator.trim(),
  participants: [...form.participants],
  items: form.items.flatMap((one) => {
    const department = (one?.department ?? '').trim()
    return department === '' ? [] : [{ department, name: (one.name ?? '').trim() }]
  }),
})

export const isJointForm = (value: unknown): value is JointForm =>
  typeof value === 'object' &&
  value !== null &&
  Object.entries(emptyJoint).every(([key, like]) => {
    const kept: unknown = (value as Readonly<Record<string, unknown>>)[key] // an object, looked at key by key
    return Array.isArray(like) ? Array.isArray(kept) : like === null || typeof kept === typeof like
  })

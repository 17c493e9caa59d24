/** The team part of a task as its form holds it, and as the contract takes it. */
import type { Task, TeamDraft } from '#contract/tasks.ts'
import { type Scope, scopes } from '#core/matching/facts.ts'
import { percentOfPpm, ppmOfPercent } from '#web/ui/percent.ts'

export type TeamForm = Omit<TeamDraft, 'pairCapPpm'> & {
  /** A percentage as it is typed. */
  readonly pairCap: string
}
export type PartnerForm = { readonly orgId: string; readonly itemIds: readonly string[] }

export const emptyTeam: TeamForm = {
  officersPerObject: 2,
  teamUnit: 'person',
  officerScope: 'station',
  officerReach: 'bureau',
  leastEligible: 5,
  pairCap: '50',
  mostPerOfficer: null,
  balance: 'year',
}

export const formOfTeam = ({ pairCapPpm, ...team }: TeamDraft): TeamForm => ({ ...team, pairCap: percentOfPpm(pairCapPpm) })

/** Null while the cap is no percentage above 0. */
export function teamOfForm({ pairCap, ...team }: TeamForm): TeamDraft | null {
  const pairCapPpm = ppmOfPercent(pairCap)
  return pairCapPpm === null || pairCapPpm === 0 ? null : { ...team, pairCapPpm }
}

/** A wider beginning takes the end with it: nothing is sought in less than where the search begins. */
export function withScope(form: TeamForm, officerScope: Scope): TeamForm {
  const officerReach = scopes.indexOf(form.officerReach) < scopes.indexOf(officerScope) ? officerScope : form.officerReach
  return { ...form, officerScope, officerReach }
}

/** Of partners without a department or without items the task cannot be made. */
export const partnersComplete = (partners: readonly PartnerForm[]): boolean =>
  partners.every(({ orgId, itemIds }) => orgId !== '' && itemIds.length > 0)

/** A task names its participants; their ids are those of the departments as they are offered now. Whoever is offered no longer is left out. */
export function formOfParticipants(task: Task, offered: readonly Partner[]): PartnerForm[] {
  return task.participants.flatMap(({ dept, items }) => {
    const org = offered.find((one) => one.dept === dept)
    if (org === undefined) return []
    const codes = new Set(items.map(({ code }) => code))
    return [{ orgId: org.orgId, itemIds: org.items.filter(({ code }) => codes.has(code)).map(({ id }) => id) }]
  })
}

export type Partner = {
  readonly orgId: string
  readonly dept: string
  readonly orgName: string
  readonly items: readonly { readonly id: string; readonly code: string; readonly name: string }[]
}

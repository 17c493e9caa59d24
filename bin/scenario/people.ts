/** The people of a bureau: one account for each duty, an office in each place, officers with accounts of their own. All names are functions, not persons. */
import type { Role } from '#core/access/roles.ts'
import { allRows, newCommandId, type Person, signIn } from './client.ts'

export const dept = 'scjg'

/** One account for each duty. `approver` also closes draws, which the organiser may not. */
export const duties = {
  registrar: { username: 'registrar', name: '名录管理岗', roles: ['registrar'] },
  organiser: { username: 'organiser', name: '组织岗', roles: ['organiser'] },
  approver: { username: 'approver', name: '审批岗', roles: ['approver'] },
  supervisor: { username: 'supervisor', name: '监督岗', roles: ['supervisor'] },
  reviewer: { username: 'reviewer', name: '审核岗', roles: ['reviewer'] },
} as const satisfies Record<string, { readonly username: string; readonly name: string; readonly roles: readonly Role[] }>

/** Duties that the demo county shows and no scenario walks: the joint office, an office with its own line, the head of a station, who handles cases, who supervises law enforcement. */
export const sideDuties = {
  coordinator: { username: 'coordinator', name: '联席办', roles: ['coordinator'] },
  office: { username: 'office', name: '业务科室', roles: ['office'] },
  station: { username: 'station', name: '所长', roles: ['station'] },
  caseman: { username: 'caseman', name: '案件办理岗', roles: ['case_handler'] },
  lawsup: { username: 'lawsup', name: '行政执法监督岗', roles: ['law_supervisor'] },
} as const satisfies Record<string, { readonly username: string; readonly name: string; readonly roles: readonly Role[] }>

export type Duty = keyof typeof duties
export type Staff = Readonly<Record<Duty, Person>>

/** Makes the accounts as the administrator and signs each one in; `suffix` tells the user names of one office from those of another. */
export async function hireStaff(url: string, admin: Person, orgId: string, password: string, suffix = ''): Promise<Staff> {
  const entries: [Duty, Person][] = []
  for (const [duty, { username, name, roles }] of Object.entries(duties) as [Duty, (typeof duties)[Duty]][]) {
    await admin.api.access.createAccount({
      commandId: newCommandId(),
      username: `${username}${suffix}`,
      name,
      password,
      keepPassword: true,
      roles: [...roles],
      orgId,
    })
    entries.push([duty, await signIn(url, `${username}${suffix}`, password)])
  }
  return Object.fromEntries(entries) as Staff // one entry for each duty
}

/** Makes the accounts of the side duties; the head of a station at `stationId`. */
export async function hireSideStaff(admin: Person, orgId: string, stationId: string, password: string): Promise<void> {
  for (const { username, name, roles } of Object.values(sideDuties)) {
    const at = username === 'station' ? stationId : orgId
    await admin.api.access.createAccount({
      commandId: newCommandId(),
      username,
      name,
      password,
      keepPassword: true,
      roles: [...roles],
      orgId: at,
    })
  }
}

/** The account of the first expert of the register. */
export async function hireExpert(admin: Person, staff: Staff, orgId: string, password: string): Promise<void> {
  const { rows } = await staff.registrar.api.officers.list({ limit: 1, population: 'experts' })
  const [expert] = rows
  await admin.api.access.createAccount({
    ...{
      commandId: newCommandId(),
      username: 'expert',
      name: expert?.name ?? '专家',
      password,
      keepPassword: true,
      roles: ['expert'],
      orgId,
    },
    officerId: expert?.id ?? null,
  })
}

/** An office of the department in each place. */
export async function openOffices(admin: Person, places: readonly { path: string; name: string }[]): Promise<void> {
  for (const { path, name } of places) {
    await admin.api.access.createOrg({ commandId: newCommandId(), path, dept, name: `${name}市场监督管理局`, shortName: name })
  }
}

/** Stations of the department, each in its cluster; answers their ids. */
export async function openStations(
  admin: Person,
  stations: readonly { readonly path: string; readonly name: string; readonly shortName: string; readonly cluster: string }[],
): Promise<string[]> {
  const ids: string[] = []
  for (const station of stations)
    ids.push((await admin.api.access.createOrg({ commandId: newCommandId(), dept, ...station, post: 'station' })).id)
  return ids
}

export type OfficerLine = {
  readonly staffNo: string
  readonly name: string
  readonly regionCode: string
  readonly certificateNo: string
  readonly validTo: string
  readonly qualifications?: readonly string[]
}

/**
 * The officers of a bureau, the same for the same arguments: three in each place (an object needs two, and leave or recusal may take one
 * away), the others one by one to the place that has most objects for each of its officers. `counts` are the objects of each place.
 */
export function generateOfficers(wanted: number, places: readonly string[], counts: readonly number[]): OfficerLine[] {
  const posts = places.flatMap((_, place) => [place, place, place])
  const officers = places.map(() => 3)
  const burden = (place: number): number => (counts[place] ?? 0) / (officers[place] ?? 1)
  while (posts.length < wanted) {
    const place = places.reduce((most, _, one) => (burden(one) > burden(most) ? one : most), 0)
    officers[place] = (officers[place] ?? 0) + 1
    posts.push(place)
  }
  return posts.map((post, i) => {
    const number = String(i + 1).padStart(4, '0')
    const place = places[post] ?? ''
    return {
      staffNo: `Z${number}`,
      name: `执法人员${number}`,
      regionCode: place.split('.').at(-1) ?? place,
      certificateNo: `DEMO-${number}`,
      validTo: '2099-12-31',
    }
  })
}

export function officersCsv(officers: readonly OfficerLine[]): Uint8Array {
  const lines = officers.map((one) =>
    [one.staffNo, one.name, one.regionCode, one.certificateNo, one.validTo, (one.qualifications ?? []).join('、'), '有效'].join(','),
  )
  return new TextEncoder().encode(`单位工号,姓名,地区,执法证编号,有效期,岗位资质资格,状态\n${lines.join('\n')}\n`)
}

export type Inspector = { readonly person: Person; readonly officerId: string }

/** Every officer gets an account of their own at their own office: results are entered by the very officers who were drawn. */
export async function engageInspectors(url: string, admin: Person, staff: Staff, password: string): Promise<Inspector[]> {
  const orgByPath = new Map<string, string>()
  for await (const org of allRows((page) => admin.api.access.listOrgs({ limit: 200, ...page }))) orgByPath.set(org.path, org.id)
  const inspectors: Inspector[] = []
  for await (const officer of allRows((page) => staff.registrar.api.officers.list({ limit: 200, population: 'officers', ...page }))) {
    const username = officer.staffNo.toLowerCase()
    await admin.api.access.createAccount({
      commandId: newCommandId(),
      username,
      name: officer.name,
      password,
      keepPassword: true,
      roles: ['inspector'],
      orgId: orgByPath.get(officer.orgPath) ?? '',
      officerId: officer.id,
    })
    inspectors.push({ person: await signIn(url, username, password), officerId: officer.id })
  }
  return inspectors
}

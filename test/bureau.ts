/** A bureau at work: a test house with firms, officers who have accounts, published items and a published plan, in the city 62.6201. */
import { firmsCsv, type Place } from '#bin/scenario/firms.ts'
import { journeyItems } from '#bin/scenario/items.ts'
import { generateOfficers, officersCsv, type Staff } from '#bin/scenario/people.ts'
import * as work from '#bin/scenario/work.ts'
import type { Role } from '#core/access/roles.ts'
import { insertAccount } from '#server/access/store.ts'
import { inScope } from '#server/http/call.ts'
import { jobs } from '#server/router.ts'
import { openTestHouse, type Person, password, type TestHouse, type TestHouseOptions } from './people.ts'

export type Bureau = {
  readonly house: TestHouse
  /** The duties as the scenario of bin/ knows them, so that tests and journey walk the same road. */
  readonly staff: Staff
  readonly itemIds: readonly string[]
  readonly planId: string
  readonly planNo: string
  readonly planRowId: string
  /** A confirmed task; by default every firm of the city, five per cent, one stratum. */
  readonly task: (change?: Partial<work.TaskText>) => Promise<string>
  /** Carries a draw through to its close. */
  readonly drawn: (taskId: string, kind: 'O' | 'P') => Promise<string>
  /** Every officer with an account of their own. */
  readonly inspectors: () => Promise<readonly Inspector[]>
}

export type Inspector = { readonly person: Person; readonly officerId: string }

export const districts: readonly Place[] = [
  { code: '620102', province: '甘肃省', city: '兰州市', address: '甘肃省兰州市城关区天水路' },
  { code: '620103', province: '甘肃省', city: '兰州市', address: '甘肃省兰州市七里河区西津路' },
  { code: '620104', province: '甘肃省', city: '兰州市', address: '甘肃省兰州市西固区福利路' },
]

export const window = { from: '2026-01-01', to: '2026-12-31' } as const

export type BureauOptions = Pick<TestHouseOptions, 'beacons'> & {
  readonly firms?: number
  readonly officers?: number
  /** Of the row of the published plan that its tasks carry out: by default it covers everybody, because tests draw from it again and again. */
  readonly row?: Partial<work.PlanRowText>
}

export async function openBureau({ firms = 300, officers = 9, row = {}, ...special }: BureauOptions = {}): Promise<Bureau> {
  const house = await openTestHouse({ jobs, ...special })
  const staff = await staffOf(house)
  await work.importRegister(staff, 'firms.csv', Buffer.from([...firmsCsv(firms, districts)].join('')))
  await work.importOfficers(staff, officersCsv(generateOfficers(officers, ['62.6201'], [firms])))
  const itemIds = await work.publishItems(staff, journeyItems)
  const plan = await work.publishPlan(staff, 2026, '2026年度抽查计划', [{ ...planRow(itemIds), ratePpm: 1_000_000, ...row }])
  const planRowId = plan.rows[0]?.id ?? ''
  let people: Promise<readonly Inspector[]> | null = null
  return {
    house,
    staff,
    itemIds,
    planId: plan.id,
    planNo: plan.planNo,
    planRowId,
    task: async (change = {}) => (await work.confirmTask(staff, { ...taskText(planRowId), ...change })).taskId,
    drawn: async (taskId, kind) => {
      const { drawId, nonces } = await work.freezeAndCommit(staff, taskId, kind, await suiteOf(staff, taskId))
      await work.revealAndDraw(staff, drawId, nonces)
      await work.closeDraw(staff, drawId)
      return drawId
    },
    inspectors: () => {
      people ??= engage(house, staff)
      return people
    },
  }
}

export const planRow = (itemIds: readonly string[]): work.PlanRowText => ({
  name: '经营主体不定向抽查',
  itemIds: [...itemIds],
  directed: false,
  objectScope: '辖区内存续的经营主体',
  ratePpm: 50_000,
  ...window,
  office: '信用监管科',
})

export const taskText = (planRowId: string): work.TaskText => ({
  planRowId,
  name: '2026年度不定向抽查',
  ...window,
  filter: { version: 1, all: [] },
  stratifyBy: 'none',
  strata: [{ name: '全部', values: [], ratePpm: 50_000, rounding: 'half-up' }],
  excludeOpenVisits: false,
  officersPerObject: 2,
  suite: 'sha256',
})

/** The people of a test house as the scenario takes them. */
export const staffOf = async (house: TestHouse): Promise<Staff> => asStaff(await Promise.all(staffDuties.map((duty) => house.as(duty))))

export const staffDuties = ['registrar', 'organiser', 'approver', 'supervisor', 'reviewer'] as const

/** People of a test house as a scenario has them, in the order of the duties. */
export function asStaff(people: readonly Person[]): Staff {
  const at = (person: Person): Staff['organiser'] => ({
    username: person.username,
    api: person.call,
    upload: (name, bytes) => person.upload(name, bytes as BodyInit), // DOM and Node name one stream
    download: person.get,
    post: async (path, body) => void (await person.post(path, body)),
  })
  return Object.fromEntries(people.map((person, i) => [staffDuties[i], at(person)])) as Staff // one for each duty
}

/** Somebody with several duties: four eyes must hold for them too. Before their first sign-in. */
export async function giveRoles(house: TestHouse, username: string, roles: readonly Role[]): Promise<void> {
  await house.database.pools.migrator.query(`update actor a set roles = $2 from auth."user" u where u.id = a.user_id and u.username = $1`, [
    username,
    [...roles],
  ])
}

/** The code with which a call is refused, `'accepted'` when it is not. */
export const refusal = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'accepted',
    (error: { code?: string }) => error.code ?? String(error),
  )

async function suiteOf(staff: Staff, taskId: string): Promise<'sha256' | 'sm3'> {
  return (await staff.organiser.api.tasks.get({ taskId })).suite
}

async function engage(house: TestHouse, staff: Staff): Promise<readonly Inspector[]> {
  const passwordHash = await house.services.hashPassword(password)
  const { rows } = await staff.registrar.api.officers.list({ limit: 200 })
  await inScope(house.services.db, '*', 'read write', async (tx) => {
    for (const officer of rows)
      await insertAccount(tx, {
        username: officer.staffNo.toLowerCase(),
        name: officer.name,
        passwordHash,
        mustChangePassword: false,
        roles: ['inspector'],
        orgId: officer.orgPath === house.orgs.county.path ? house.orgs.county.id : house.orgs.city.id,
        officerId: officer.id,
      })
  })
  return Promise.all(rows.map(async (officer) => ({ person: await house.enter(officer.staffNo.toLowerCase()), officerId: officer.id })))
}

/** Two hundred objects with every fact that a frame may ask for, the same in every run, and the rows that say so. */
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import type { ExclusionFacts } from '#core/draws/exclusion.ts'
import type { FilterEntity } from '#core/draws/filter.ts'
import { instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { json } from '#db/json.ts'
import { closeLedger, enterLedger } from '#server/ledger/ledger.ts'

export const here = '62.6201'
export const places = { province: '62', county: `${here}.620102` } as const
export const regions = [here, places.county, `${here}.620102.620102001`, `${here}.6201021`, `${here}.620103`]
export const outside = ['62', '62.62011', '62.6202', '62.6202.620201']
export const types = ['有限责任公司', '有限', '有限责任公司(自然人独资)', '个体', "o'neill", '100%', 'a_b', 'a\\b', '𠮷野', '$1']
export const dates = ['1999-12-31', '2000-01-01', '2012-02-29', '2020-06-15', '2026-01-01']
export const labels = ['食品生产', '特种设备', '无事不扰', "o'neill", 'a"b', 'a\\b', '{x}', 'null', '$1']
const items = ['A01', 'A01-1', 'B02']
const days = ['2025-12-31', '2026-01-01', '2026-03-31', '2026-04-01', '2026-12-31', '2027-01-01']

type Visit = { readonly date: string; readonly state: 'published' | 'assigned' | 'returned' | 'replaced'; readonly versions: number }

export type WorldEntity = FilterEntity & {
  readonly subject: string
  readonly region: string
  readonly kind: string
  readonly state: string
  readonly address: string | null
  readonly visits: readonly Visit[]
  /** Drawn in a closed draw of 2026, of 2025, in a void one, or in a closed one of 2026 and then replaced. */
  readonly drawn: 'this_year' | 'last_year' | 'void' | 'replaced' | null
}

const entity = fc.record({
  region: fc.constantFrom(...regions, ...outside),
  kind: fc.constantFrom('enterprise', 'individual', 'cooperative', 'other'),
  entityType: fc.option(fc.constantFrom(...types)),
  established: fc.option(fc.constantFrom(...dates)),
  state: fc.oneof(
    { weight: 3, arbitrary: fc.constant('active') },
    { weight: 1, arbitrary: fc.constantFrom('deregistered', 'revoked', 'moved_out') },
  ),
  industry: fc.option(fc.constantFrom('F', 'F51', 'F511', 'F5112', 'F52', 'C13', 'C1311')),
  capital: fc.option(fc.constantFrom(0, 1, 99_999, 100_000, 100_001, 999_999_999_999_999)),
  label: fc.uniqueArray(fc.constantFrom(...labels), { maxLength: 3 }).map((list) => list.sort()),
  item: fc.uniqueArray(fc.constantFrom(...items), { maxLength: 3 }),
  riskClass: fc.option(fc.constantFrom('A', 'B', 'C', 'D')),
  visits: fc.array(
    fc.record({
      date: fc.constantFrom(...days),
      state: fc.oneof(
        { weight: 3, arbitrary: fc.constant('published' as const) },
        { weight: 1, arbitrary: fc.constantFrom('assigned' as const, 'returned' as const, 'replaced' as const) },
      ),
      versions: fc.integer({ min: 1, max: 2 }),
    }),
    { maxLength: 3 },
  ),
  drawn: fc.option(fc.constantFrom('this_year' as const, 'last_year' as const, 'void' as const, 'replaced' as const)),
})

/** The third writes what the second says: full-width figures and blanks do not make another street. */
const addresses = [null, '甲路１号', '甲路 1 号', '乙路2号']

export const world: readonly WorldEntity[] = fc.sample(entity, { numRuns: 200, seed: 7 }).map((one, i) => {
  const published = one.visits.filter(({ state }) => state === 'published').map(({ date }) => date)
  return {
    ...one,
    subject: `TEST:${String(i).padStart(4, '0')}`,
    address: addresses[i % addresses.length] ?? null,
    lastInspected: published.sort().at(-1) ?? null,
    frequencyUsed: published.filter((date) => date.startsWith('2026')).length,
  }
})

/** The premises of each one's visits in turn; the second visit of everybody is one that a complaint triggered. */
const addressOf = (visit: number): string | null => addresses[(visit + 1) % addresses.length] ?? null
const isPlanned = (visit: number): boolean => visit !== 1
const samePremises = (one: string | null, other: string | null): boolean => {
  const plain = (text: string): string => text.normalize('NFKC').replaceAll(' ', '')
  return one === null || other === null || plain(one) === plain(other)
}

/** Planned visits of 2026 at the premises of today, done and due; whoever was drawn and has no officers yet is due too. */
const plannedVisits = (one: WorldEntity): number =>
  one.visits.filter(
    ({ state, date }, i) =>
      isPlanned(i) &&
      samePremises(one.address, addressOf(i)) &&
      (state === 'published' ? date.startsWith('2026') : state === 'assigned' || state === 'returned'),
  ).length + (one.drawn === 'this_year' ? 1 : 0)

/** The item of every task of the world. */
export const worldItem = (): string => id('item')

/** Planned visits of 2026 with that item, wherever they were: a task of `t2` names an older version of it. */
const plannedAnywhere = (one: WorldEntity): number =>
  one.visits.filter(
    ({ state, date }, i) =>
      isPlanned(i) && (state === 'published' ? date.startsWith('2026') : state === 'assigned' || state === 'returned'),
  ).length + (one.drawn === 'this_year' ? 1 : 0)

/** What the order of precedence looks at, as a person would say it from the rows; `itemCap`: how often its item allows. */
export const factsOf = (one: WorldEntity, itemCap: number | null = null): Omit<ExclusionFacts, 'inScope'> => ({
  state: one.state,
  lowRisk: one.riskClass === 'A',
  drawnThisYear: one.drawn === 'this_year',
  frequencyUsed: plannedVisits(one),
  itemUsedUp: itemCap !== null && plannedAnywhere(one) >= itemCap,
  whitelisted: one.label.includes('无事不扰'),
  inOpenVisit: one.visits.some(({ state }) => state === 'assigned' || state === 'returned'),
})

const draws = {
  this_year: '2026-01-01T00:00:00+08:00',
  last_year: '2025-12-31T23:59:59+08:00',
  void: '2026-05-05T00:00:00Z',
  replaced: '2026-12-31T23:59:59+08:00',
} as const

const tasks = ['t0', 't1', 't2', ...Object.keys(draws)]
const itemId = (version: number): string => id(version === 2 ? 'item' : 'item before')

/** Visits are the province's: whoever works in the county does not see them. */
export async function insertWorld(tx: Tx): Promise<void> {
  const nobody = id('nobody')
  const plan = { id: id('plan'), org_path: '62', dept: 'scjg', org_name: '省局' }
  const scope = (path: string) =>
    tx.selectNoFrom((on) => on.fn('set_config', [on.val('mingjian.scope'), on.val(path), on.val(true)]).as('scope')).execute()
  await scope('*')
  await tx
    .insertInto('plan')
    .values({ ...plan, plan_no: 'P1', year: 2026, name: 'P', state: 'published', created_by: nobody, created_by_name: 'x' })
    .execute()
  const window = { from_on: '2026-01-01', to_on: '2026-12-31' }
  await tx
    .insertInto('plan_row')
    .values({
      id: id('row'),
      plan_id: plan.id,
      seq: 1,
      name: 'r',
      item_ids: [],
      directed: false,
      object_scope: 'x',
      rate_ppm: 1,
      strata: json([{ name: '全部', values: [], ratePpm: 1, rounding: 'half-up' }]),
      ...window,
      office: 'x',
    })
    .execute()
  const item = (version: number) => ({
    ...{ id: itemId(version), code: 'A1', version, state: version === 2 ? 'published' : 'superseded' },
    ...{ published_at: draws.this_year, org_path: '62', dept: 'scjg', valid_from: '2026-01-01' },
    ...{ category: 'x', name: 'x', item_class: 'general', basis: 'x', object_scope: 'x', methods: ['onsite'] },
    ...{ edited_by: nobody, edited_by_name: 'x' },
  })
  await tx
    .insertInto('item')
    .values([item(1), item(2)])
    .execute()
  const task = (name: string) => ({
    id: id(name),
    task_no: name,
    plan_row_id: id('row'),
    name,
    state: name === 'this_year' ? 'drawn' : 'executing',
    org_path: '62',
    dept: 'scjg',
    org_name: '省局',
    ...window,
    item_ids: [itemId(name === 't2' ? 1 : 2)],
    filter: '{}',
    stratify_by: 'none',
    strata: '[]',
    exclude_open_visits: true,
    officers_per_object: 2,
    suite: 'sha256',
    created_by: nobody,
    created_by_name: 'x',
  })
  await tx.insertInto('task').values(tasks.map(task)).execute()
  await tx
    .insertInto('task_item')
    .values(tasks.map((name) => ({ task_id: id(name), item_id: itemId(name === 't2' ? 1 : 2), dept: 'scjg', seq: 1 })))
    .execute()
  for (const [name, at] of Object.entries(draws)) {
    await tx
      .insertInto('draw')
      .values({
        id: name,
        task_id: id(name),
        kind: 'O',
        serial: 1,
        org_path: '62',
        dept: 'scjg',
        org_name: '省局',
        suite: 'sha256',
        mode: 'open',
        created_by: nobody,
        created_by_name: 'x',
        created_at: at,
      })
      .execute()
    await tx
      .insertInto('draw_slot')
      .values({ draw_id: name, task_id: id(name), kind: 'O', dept: 'scjg', state: name === 'void' ? 'void' : 'closed', open: false })
      .execute()
  }
  await insertRegister(tx)
  await insertInspections(tx, nobody)
  await scope('')
}

async function insertRegister(tx: Tx): Promise<void> {
  const entities = world.map(({ subject, region, kind, entityType, established, state, industry, capital, label, address }) => ({
    ...{ subject, name: subject, address, kind, entity_type: entityType, region_path: region, established, state, industry },
    capital_yuan: capital,
    labels: [...label],
  }))
  await tx.insertInto('entity').values(entities).execute()
  const assessed = world.flatMap(({ subject, riskClass }) =>
    riskClass === null ? [] : [{ subject, risk_class: riskClass, as_of: '2026-01-01', source: '通用' }],
  )
  await tx.insertInto('entity_risk').values(assessed).execute()
  // The mapping of another department is not what this one's filter means.
  const mapped = world.flatMap(({ subject, item }) => [
    ...item.map((item_code) => ({ subject, dept: 'scjg', item_code })),
    { subject, dept: 'zjj', item_code: 'Z9' },
  ])
  await tx.insertInto('entity_item').values(mapped).execute()
}

async function insertInspections(tx: Tx, nobody: string): Promise<void> {
  const visitOf = ({ subject }: WorldEntity, name: string, taskName: string, state: string, address: string | null) => ({
    ...{ subject, id: id(`${subject}/${name}`), task_id: id(taskName), org_path: '62', dept: 'scjg', name: subject, address },
    ...{ region_name: 'x', state, due_on: '2026-12-31' },
  })
  const visits = world.flatMap((one) => [
    ...one.visits.map(({ state }, i) => visitOf(one, String(i), `t${i}`, state, addressOf(i))),
    ...(one.drawn === 'replaced' ? [visitOf(one, 'replaced', 'replaced', 'replaced', null)] : []),
  ])
  await tx.insertInto('visit').values(visits).execute()
  const results = world.flatMap(({ subject, visits: held }) =>
    held.flatMap((visit, i) =>
      Array.from({ length: visit.versions }, (_, version) => ({
        ...{ subject, id: id(`${subject}/${i}/${version}`), visit_id: id(`${subject}/${i}`), version: version + 1 },
        // Only the newest version of a result says when the visit was.
        date: version + 1 === visit.versions ? visit.date : '2026-06-06',
        ...{ method: 'onsite', items: '[]', outcome: '01', demo: false, entered_by: nobody, entered_by_name: 'x' },
        entered_at: '2026-06-06T00:00:00Z',
      })),
    ),
  )
  await tx.insertInto('result').values(results).execute()
  await keepLedger(tx, visits)
  const bytes = Buffer.alloc(32)
  const drawn = world.flatMap(({ subject, region, drawn: by }) =>
    by === null
      ? []
      : [
          {
            ...{ subject, draw_id: by, task_id: id(by), order_no: 1, stratum: 's1', leaf: bytes, ticket: bytes },
            ...{ name: subject, region_path: region, region_name: 'x' },
          },
        ],
  )
  await tx.insertInto('drawn_object').values(drawn).execute()
}

async function keepLedger(tx: Tx, visits: readonly { subject: string; id: string; state: string }[]): Promise<void> {
  const now = instant(Date.UTC(2026, 5, 6))
  for (const i of [0, 1, 2]) await enterLedger(tx, { taskId: id(`t${i}`), planned: isPlanned(i), now })
  await enterLedger(tx, { taskId: id('replaced'), planned: true, now })
  const done = visits.filter(({ state }) => state === 'published')
  await closeLedger(tx, done, 'done', now)
}

/** A uuid that is always the same for the same name. */
const id = (name: string): string =>
  createHash('sha256')
    .update(name)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5')

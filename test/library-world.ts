/** A house for labels and special libraries: objects in two districts of the city and elsewhere, a province above, and a second department beside. */
import { randomUUID } from 'node:crypto'
import { usccCheckDigit } from '#core/registers/uscc.ts'
import { insertAccount, insertOrg } from '#server/access/store.ts'
import { inScope } from '#server/http/call.ts'
import { jobs } from '#server/router.ts'
import { openTestHouse, type Person, password, type TestHouse } from './people.ts'

export type LibraryWorld = {
  readonly house: TestHouse
  readonly registrar: Person
  readonly county: Person
  readonly elsewhere: Person
  readonly province: Person
  /** Another department of the same city. */
  readonly drugs: Person
  /** Objects of 62.6201.620102 first, then as many of 62.6201.620103, then of 62.6202. */
  readonly subjects: readonly string[]
  readonly perPlace: number
  readonly sql: <R extends object>(text: string, values?: readonly unknown[]) => Promise<R[]>
}

const places = ['62.6201.620102', '62.6201.620103', '62.6202'] as const

export const id = () => ({ commandId: randomUUID() })
export const dayFrom = (days: number): string => new Date(Date.now() + 8 * 3600_000 + days * 86_400_000).toISOString().slice(0, 10)

export async function openLibraryWorld(perPlace = 40): Promise<LibraryWorld> {
  const house = await openTestHouse({ jobs })
  const passwordHash = await house.services.hashPassword(password)
  await inScope(house.services.db, '*', 'read write', async (tx) => {
    const province = await insertOrg(tx, { path: '62', dept: 'scjg', name: '甘肃省市场监督管理局', shortName: '省局' })
    const drugs = await insertOrg(tx, { path: '62.6201', dept: 'yjj', name: '兰州市药品监督管理局', shortName: '兰州药监' })
    for (const [username, orgId] of [
      ['registrar.province', province.id],
      ['registrar.drugs', drugs.id],
    ] as const)
      await insertAccount(tx, {
        username,
        name: username,
        passwordHash,
        mustChangePassword: false,
        roles: ['registrar'],
        orgId,
        officerId: null,
      })
  })
  const sql: LibraryWorld['sql'] = async (text, values = []) => (await house.database.pools.migrator.query(text, [...values])).rows
  const subjects = places.flatMap((_, p) => Array.from({ length: perPlace }, (__, i) => subjectAt(p, i)))
  await sql(
    `insert into entity (subject, name, kind, region_path, state, labels)
      select s, '对象' || i || case when i % 2 = 1 then '餐饮' else '商贸' end || '有限公司', case when i % 4 = 0 then 'individual' else 'enterprise' end, ($2::text[])[1 + (i - 1) / $3::int], 'active', '{}'
      from unnest($1::text[]) with ordinality as t(s, i)`,
    [subjects, places, perPlace],
  )
  const [registrar, county, elsewhere, province, drugs] = await Promise.all([
    house.as('registrar'),
    house.as('registrar@county'),
    house.as('registrar@elsewhere'),
    house.enter('registrar.province'),
    house.enter('registrar.drugs'),
  ])
  return { house, registrar, county, elsewhere, province, drugs, subjects, perPlace, sql }
}

/** A code with its check digit, another for each place and number. */
function subjectAt(place: number, i: number): string {
  const first = `916201${String(place).padStart(2, '0')}MA${String(i).padStart(7, '0')}`
  return `${first}${usccCheckDigit(first) ?? ''}`
}

type LabelDraft = Parameters<Person['call']['labels']['save']>[0]
export const label = (more: Partial<LabelDraft> & { name: string }): LabelDraft => ({ ...id(), tier: 'minor', reach: 'region', ...more })

export const makeLabel = async (who: Person, more: Partial<LabelDraft> & { name: string }): Promise<string> =>
  (await who.call.labels.save(label(more))).labelId

export const everything = { version: 1, all: [] } as const

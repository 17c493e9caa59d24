/** Who reads the register of the bench: a person of the province, one of its largest city, one of its smallest county. */
import pg from 'pg'
import { newCommandId, type Person, signIn } from '#bin/scenario/client.ts'
import { dept } from '#bin/scenario/people.ts'
import { type BenchHouse, password } from './house.ts'

export type Reader = {
  readonly level: 'province' | 'city' | 'county'
  readonly path: string
  /** A county within. */
  readonly county: string
  readonly person: Person
}

/** Makes their offices and accounts in a new house, and signs them in. */
export async function readersOf(house: BenchHouse): Promise<readonly Reader[]> {
  const places = await countiesBySize(house.database)
  const largest = places[0] ?? ''
  const smallest = places.at(-1) ?? ''
  const city = largest.split('.').slice(0, 2).join('.')
  const wanted = [
    { level: 'province', path: '62', county: largest },
    { level: 'city', path: city, county: largest },
    { level: 'county', path: smallest, county: smallest },
  ] as const
  const readers: Reader[] = []
  for (const one of wanted) readers.push({ ...one, person: await hire(house, one.level, one.path) })
  return readers
}

async function hire({ url, admin }: BenchHouse, level: string, path: string): Promise<Person> {
  const username = `reader-${level}`
  const there = await signIn(url, username, password).catch(() => null)
  if (there !== null) return there
  const { org } = await admin.api.access.me()
  const orgId =
    path === org.path
      ? org.id
      : (await admin.api.access.createOrg({ commandId: newCommandId(), path, dept, name: `${path}市场监督管理局`, shortName: path })).id
  await admin.api.access.createAccount({
    commandId: newCommandId(),
    username,
    name: '查询岗',
    password,
    keepPassword: true,
    roles: ['registrar', 'organiser'],
    orgId,
  })
  return signIn(url, username, password)
}

async function countiesBySize(url: string): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ path: string }>(
      'select region_path as path from entity tablesample system (1) repeatable (1) group by region_path order by count(*) desc, region_path',
    )
    return rows.map(({ path }) => path)
  } finally {
    await client.end()
  }
}

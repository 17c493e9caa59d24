/** What people ask of the register: lists by every filter that an index knows, and what they type into the search. */
import pg from 'pg'
import type { Person } from '#bin/scenario/client.ts'
import type { Condition } from '#core/draws/filter.ts'

export type Query = Parameters<Person['api']['registers']['listEntities']>[0]
export type Named = { readonly name: string; readonly query: Query }

/** Lists as clerks open them; `place` is one of the reader's counties. */
export function listsOf(place: string): readonly Named[] {
  const by = (name: string, ...all: readonly Condition[]): Named => ({
    name,
    query: { filter: JSON.stringify({ version: 1, all }), limit: 50 },
  })
  const is = (field: Condition['field'], ...values: readonly string[]): Condition => ({ field, op: 'in', values })
  const has = (field: 'label' | 'item', ...values: readonly string[]): Condition => ({ field, op: 'anyOf', values })
  const begins = (field: 'region' | 'industry' | 'entityType', value: string): Condition => ({ field, op: 'prefix', values: [value] })
  const between = (field: 'established', from: string, to: string): Condition => ({ field, op: 'between', values: [from, to] })
  return [
    { name: 'all', query: { limit: 50 } },
    { name: 'newest first', query: { limit: 50, sort: 'updated', descending: true } },
    by('a county', begins('region', place)),
    by('individuals', is('kind', 'individual')),
    by('cooperatives', is('kind', 'cooperative')),
    by('representative offices', is('kind', 'rep_office')),
    by('active', is('state', 'active')),
    by('revoked', is('state', 'revoked')),
    by('moved out', is('state', 'moved_out')),
    by('section F', begins('industry', 'F')),
    by('group F521', begins('industry', 'F521')),
    by('class C3312', is('industry', 'C3312')),
    by('two industries', is('industry', 'H6210', 'H6291')),
    by('type', is('entityType', '农民专业合作社')),
    by('established 2020', between('established', '2020-01-01', '2020-12-31')),
    by('a large label', has('label', '餐饮服务')),
    by('a middle label', has('label', '药品零售')),
    by('a small label', has('label', '燃气经营')),
    by('a tiny label', has('label', '直销企业')),
    by('any of three labels', has('label', '小作坊', '加油站', '冷库')),
    by('risk D', is('riskClass', 'D')),
    by('risk A', is('riskClass', 'A')),
    by('an item', has('item', 'A03')),
    by('revoked cooperatives', is('kind', 'cooperative'), is('state', 'revoked')),
    by('restaurants of a county', begins('region', place), begins('industry', 'H62'), is('state', 'active')),
    by('labelled enterprises', is('kind', 'enterprise'), has('label', '特种设备使用'), is('state', 'active')),
    by('risk D of a county', begins('region', place), is('riskClass', 'D')),
  ]
}

/** Pieces of names as people type them, `count` of each length: of names drawn from the whole register, so that what is frequent is asked often. */
export async function searchesFrom(url: string, count: number): Promise<Readonly<Record<2 | 3, readonly Named[]>>> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ name: string }>('select name from entity tablesample system (0.05) repeatable (2026) limit 20000')
    const pieces = (length: 2 | 3): readonly Named[] => {
      const every = Math.max(1, Math.floor(rows.length / count))
      const drawn = rows
        .filter((_, index) => index % every === 0)
        .slice(0, count)
        .map(({ name }, index) => name.slice((index * 7) % Math.max(1, name.length - length + 1)).slice(0, length))
      return [...drawn, ...special[length]].filter((q) => q.length === length).map((q) => ({ name: q, query: { q, limit: 50 } }))
    }
    return { 2: pieces(2), 3: pieces(3) }
  } finally {
    await client.end()
  }
}

/** The most frequent pairs there are, names of places, rare ones, and some that are in no name. */
const special = {
  2: ['有限', '公司', '兰州', '甘肃', '商行', '商店', '崆峒', '老三', '靬焉', '龘龘', '永登', '测无'],
  3: ['有限公', '限公司', '兰州市', '城关区', '经营部', '合作社', '七里河', '龘靐齉', '无此名', '师傅牛', '有限店', '陇西县'],
} as const

/** Codes of objects of every kind, for object pages. */
export async function subjectsFrom(url: string, count: number, path: string): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ subject: string }>(
      'select subject from entity tablesample system (0.05) repeatable (7) where region_path >= $1 collate "C" and region_path < $1 || \'/\' collate "C" limit $2',
      [path, count],
    )
    return rows.map(({ subject }) => subject)
  } finally {
    await client.end()
  }
}

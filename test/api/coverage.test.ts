/** 事项适用范围: which objects an item covers, which items an object is under, and that the frame of a draw means the same. */

import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { journeyItems } from '#bin/scenario/items.ts'
import { nationalPolicy } from '#core/policy/national.ts'
import { instant } from '#core/time.ts'
import { frameAt, subjectsIn } from '#server/draws/frame-store.ts'
import { inScope } from '#server/http/call.ts'
import { refusal } from '#test/bureau.ts'
import { id, type LibraryWorld, makeLabel, openLibraryWorld } from '#test/library-world.ts'
import type { Person } from '#test/people.ts'

let world: LibraryWorld
const item = journeyItems[0]?.code ?? ''
beforeAll(async () => {
  world = await openLibraryWorld()
  const [organiser, approver] = await Promise.all([world.house.as('organiser'), world.house.as('approver')])
  const { ids } = await organiser.call.catalogue.saveItems({ ...id(), items: [...journeyItems] })
  await approver.call.catalogue.publishItems({ ...id(), itemIds: ids })
})
afterAll(() => world.house.close())

const subject = (i: number): string => world.subjects[i] ?? ''
type Rules = Parameters<Person['call']['libraries']['setCoverage']>[0]['rules']
const cover = (who: Person, rules: Rules) => who.call.libraries.setCoverage({ ...id(), itemCode: item, rules })

/** Every page of an item's objects, two at a time. */
async function objectsOf(who: Person): Promise<string[]> {
  const found: string[] = []
  let cursor: string | undefined
  do {
    const page = await who.call.libraries.objectsOfItem({ itemCode: item, limit: 7, ...(cursor === undefined ? {} : { cursor }) })
    found.push(...page.rows.map((row) => row.subject))
    cursor = page.next ?? undefined
  } while (cursor !== undefined)
  return found
}

/** What the filter of a draw means by the same item. */
const framed = (orgPath: string) =>
  inScope(world.house.services.db, { orgPath, officerId: null }, 'read only', async (tx) => {
    const filter = { version: 1, all: [{ field: 'item', op: 'anyOf', values: [item] }] } as const
    const { rows } = await sql<{
      subject: string
    }>`${subjectsIn({ orgPath, dept: 'scjg', filter }, frameAt(nationalPolicy, instant(Date.now())))}`.execute(tx)
    return rows.map((row) => row.subject).sort()
  })

describe('an item', () => {
  test('covers the objects with a label, in a library, of a kind, or named one by one: one set, whoever asks', async () => {
    const { registrar, county, perPlace } = world
    const labelId = await makeLabel(registrar, { name: '特种设备' })
    const other = await makeLabel(registrar, { name: '危化品' })
    await registrar.call.labels.attach({ ...id(), subject: subject(0), labelId, reason: '新增' })
    await registrar.call.labels.attach({ ...id(), subject: subject(perPlace), labelId, reason: '新增' })
    const { libraryId } = await registrar.call.libraries.save({ ...id(), name: '危化品库', labelIds: [other] })
    await registrar.call.libraries.saveEntry({ ...id(), libraryId, subject: subject(1), labelId: other })
    await world.sql('insert into entity_item (subject, dept, item_code) values ($1, $2, $3)', [subject(2), 'scjg', item])
    expect(await objectsOf(registrar)).toEqual([subject(2)])
    await cover(registrar, [
      { target: 'label', targetId: labelId },
      { target: 'library', targetId: libraryId },
    ])
    const city = [0, 1, 2, perPlace].map(subject)
    expect((await objectsOf(registrar)).sort()).toEqual([...city].sort())
    expect(await framed('62.6201')).toEqual([...city].sort())
    expect((await objectsOf(county)).sort()).toEqual([0, 1, 2].map(subject).sort())
    expect(await framed('62.6201.620102')).toEqual([0, 1, 2].map(subject).sort())
    expect(await objectsOf(world.elsewhere)).toEqual([])
    expect(await framed('62.6202')).toEqual([])
  })

  test('is covered in the place of the office that says so, and says for each object why', async () => {
    const { county, registrar, perPlace } = world
    await cover(county, [{ target: 'kind', targetId: 'individual' }])
    const individuals = Array.from({ length: perPlace }, (_, i) => i).filter((i) => i % 4 === 3)
    const all = [...individuals, 0, 1, 2, perPlace].map(subject)
    expect((await objectsOf(registrar)).sort()).toEqual([...all].sort())
    expect(await framed('62.6201')).toEqual([...all].sort())
    const filter = JSON.stringify({ version: 1, all: [{ field: 'item', op: 'anyOf', values: [item] }] })
    const listed = await registrar.call.registers.listEntities({ filter, limit: 200 })
    expect(listed.rows.map((row) => row.subject).sort()).toEqual([...all].sort())
    const page = await registrar.call.libraries.objectsOfItem({ itemCode: item })
    expect(page.count).toEqual({ value: all.length, capped: false })
    expect(page.rows.find((row) => row.subject === subject(3))?.via).toEqual(['kind'])
    expect(page.rows.find((row) => row.subject === subject(1))?.via).toEqual(['library'])
    const { rules, covered, mapped } = await county.call.libraries.coverage({ itemCode: item })
    expect(rules.map(({ target, own, name }) => [target, own, name])).toEqual([
      ['label', false, '特种设备'],
      ['library', false, null],
      ['kind', true, '个体工商户'],
    ])
    expect([covered.value, mapped.value]).toEqual([individuals.length + 3, 1])
  })

  test('is set by who maintains libraries, with targets that exist, for items of the own department', async () => {
    const { registrar, drugs } = world
    expect(await refusal(cover(registrar, [{ target: 'kind', targetId: 'nobody' }]))).toBe('coverage_target_unknown')
    expect(await refusal(cover(drugs, []))).toBe('not_found')
    expect(await refusal(registrar.call.libraries.coverage({ itemCode: 'ZZ9' }))).toBe('not_found')
    expect(await refusal(cover(await world.house.as('reviewer'), []))).toBe('not_permitted')
    expect(await cover(registrar, [])).toEqual({ rules: 0 })
    expect((await objectsOf(registrar)).includes(subject(0))).toBe(false)
  })
})

test('an object names the items it is under', async () => {
  const { registrar, elsewhere } = world
  expect(await registrar.call.libraries.itemsOfObject({ subject: subject(3) })).toEqual([
    { itemCode: item, name: journeyItems[0]?.name, via: ['kind'] },
  ])
  expect(await registrar.call.libraries.itemsOfObject({ subject: subject(world.perPlace + 1) })).toEqual([])
  expect(await refusal(elsewhere.call.libraries.itemsOfObject({ subject: subject(3) }))).toBe('not_found')
})

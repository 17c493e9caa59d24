/** A place that has set something otherwise than the nation, already published. */
import { randomUUID } from 'node:crypto'
import type { SettingValue } from '#core/policy/settings.ts'
import { inScope } from '#server/http/call.ts'
import type { TestHouse } from '#test/people.ts'

/** In force since 2026, at the place and below it. */
export async function setPolicy(
  { services }: Pick<TestHouse, 'services'>,
  path: string,
  values: Readonly<Record<string, SettingValue>>,
): Promise<void> {
  const said = Object.entries(values).map(([key, value]) => [key, { value, source: { rule: '某地规定〔2026〕1号' } }])
  await inScope(services.db, '*', 'read write', async (tx) => {
    await tx
      .insertInto('policy_pack')
      .values({
        ...{ id: randomUUID(), code: `cn-${path}`, path, place_name: path, version: 1, valid_from: '2026-01-01', reason: '测试' },
        ...{ settings: JSON.stringify(Object.fromEntries(said)), state: 'published', created_by_org: '某局' },
        ...{ created_by: randomUUID(), created_by_name: '甲', decided_by: randomUUID(), decided_by_name: '乙' },
      })
      .execute()
  })
}

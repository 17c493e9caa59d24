/** Objects put into the register by hand, for tests of what is done with them. */
import type { TestHouse } from '#test/people.ts'

export type Thing = {
  readonly subject: string
  readonly name: string
  readonly region?: string
  readonly kind?: string
  readonly state?: string
  readonly address?: string
  readonly initials?: string
  readonly labels?: readonly string[]
  readonly industry?: string
  readonly established?: string
  readonly legalRep?: string
  readonly owner?: string
  readonly scope?: string
}

export const city = '62.6201'
export const county = '62.6201.620102'
export const elsewhere = '62.6202.620201'

/** A code of the right length; its check digit is nobody's concern here. */
export const codeOf = (n: number): string => `91620102MA${String(n).padStart(7, '0')}X`

export async function putObjects(house: TestHouse, things: readonly Thing[]): Promise<void> {
  for (const one of things)
    await house.database.pools.migrator.query(
      `insert into entity (subject, name, region_path, kind, state, address, initials, labels, industry, established, legal_rep, owner_subject, scope, entity_type)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, '有限责任公司')`,
      [
        one.subject,
        one.name,
        one.region ?? county,
        one.kind ?? 'enterprise',
        one.state ?? 'active',
        one.address ?? null,
        one.initials ?? null,
        [...(one.labels ?? [])],
        one.industry ?? null,
        one.established ?? null,
        one.legalRep ?? null,
        one.owner ?? null,
        one.scope ?? null,
      ],
    )
}

/** Another department at a place of a test house, with people who carry the duties a test asks for. */
import type { Staff } from '#bin/scenario/people.ts'
import type { Role } from '#core/access/roles.ts'
import { insertAccount, insertOrg } from '#server/access/store.ts'
import { inScope } from '#server/http/call.ts'
import { asStaff, staffDuties } from './bureau.ts'
import { type Person, password, type TestHouse } from './people.ts'

export type OtherDepartment<Duty extends Role> = { readonly orgId: string; readonly people: Readonly<Record<Duty, Person>> }

/** The organisation and one signed-in person for each duty; their user names are `<duty>-<dept>`. */
export async function openDepartment<Duty extends Role>(
  house: TestHouse,
  { dept, name, path = '62.6201' }: { readonly dept: string; readonly name: string; readonly path?: string },
  duties: readonly Duty[],
): Promise<OtherDepartment<Duty>> {
  const passwordHash = await house.services.hashPassword(password)
  const orgId = await inScope(house.services.db, '*', 'read write', async (tx) => {
    const org = await insertOrg(tx, { path, dept, name, shortName: name })
    for (const duty of duties)
      await insertAccount(tx, {
        username: `${duty}-${dept}`,
        name: `${name}${duty}`,
        passwordHash,
        mustChangePassword: false,
        roles: [duty],
        orgId: org.id,
        officerId: null,
      })
    return org.id
  })
  const people: Partial<Record<Duty, Person>> = {}
  for (const duty of duties) people[duty] = await house.enter(`${duty}-${dept}`)
  return { orgId, people: people as Record<Duty, Person> } // one for each duty
}

/** The same with all duties of a bureau, for scenarios. */
export async function openStaff(
  house: TestHouse,
  at: { readonly dept: string; readonly name: string },
): Promise<{ readonly orgId: string; readonly staff: Staff }> {
  const { orgId, people } = await openDepartment(house, at, staffDuties)
  return { orgId, staff: asStaff(staffDuties.map((duty) => people[duty])) }
}

/** A joint item names departments and what each inspects in words; a plan names organisations and items. Here the words find their things, or say that they do not. */
import type { JointText } from '#core/catalogue/joint.ts'

/** An organisation at the place, with the items of its department that are in force there. */
export type Organisation = {
  readonly dept: string
  readonly orgPath: string
  readonly orgName: string
  readonly shortName: string
  readonly items: readonly { readonly id: string; readonly name: string }[]
}

export type LinkedDepartment = {
  /** As the joint item says it. */
  readonly department: string
  readonly leads: boolean
  readonly org: Pick<Organisation, 'dept' | 'orgPath' | 'orgName'> | null
  readonly items: readonly { readonly name: string; readonly itemId: string | null }[]
}

/** The departments of a joint item, the initiator first. What no organisation, or more than one, answers to is left open for a person to choose. */
export function linkJoint(
  joint: Pick<JointText, 'initiator' | 'participants' | 'items'>,
  orgs: readonly Organisation[],
): LinkedDepartment[] {
  return [joint.initiator, ...joint.participants].map((department, index) => {
    const org = organisationOf(department, orgs)
    return {
      department,
      leads: index === 0,
      org: org === null ? null : { dept: org.dept, orgPath: org.orgPath, orgName: org.orgName },
      items: joint.items
        .filter((item) => item.department === department)
        .map(({ name }) => ({ name, itemId: org?.items.find((item) => sameWords(item.name, name))?.id ?? null })),
    }
  })
}

/** What a joint item asks of one organisation, in its own words. */
export const dutiesOf = (joint: Pick<JointText, 'initiator' | 'participants' | 'items'>, orgName: string): string[] => {
  const departments = [joint.initiator, ...joint.participants].filter((department) =>
    answersTo(department, { orgName, shortName: orgName }),
  )
  return joint.items.filter(({ department }) => departments.includes(department)).map(({ name }) => name)
}

function organisationOf(department: string, orgs: readonly Organisation[]): Organisation | null {
  const exact = orgs.filter(({ orgName, shortName }) => orgName === department || shortName === department)
  const found = exact.length > 0 ? exact : orgs.filter((org) => answersTo(department, org))
  const [only, ...more] = found
  return only === undefined || more.length > 0 ? null : only
}

/** Lists of provinces say 市场监管部门 where the organisation is 兰州市市场监督管理局. */
const answersTo = (department: string, { orgName, shortName }: Pick<Organisation, 'orgName' | 'shortName'>): boolean => {
  const core = folded(department)
  return core.length >= 2 && (folded(orgName).includes(core) || folded(shortName).includes(core))
}

const folded = (name: string): string =>
  name
    .replaceAll('监督管理', '监管')
    .replace(/(主管部门|行政部门|部门|机构|单位)$/, '')
    .replace(/(委员会|总队|支队|大队|中队|局|委|厅)$/, '')

const sameWords = (a: string, b: string): boolean => a.replaceAll(/\s/g, '') === b.replaceAll(/\s/g, '')

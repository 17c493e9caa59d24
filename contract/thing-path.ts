/** Where the console shows a thing that a record, a notice or a to-do names as `noun:id`; null where there is no page of its own. */
const pages: Readonly<Record<string, string>> = {
  plan: '/plans/',
  task: '/tasks/',
  sub_task: '/sub-tasks/',
  change: '/changes/',
  draw: '/draws/',
  visit: '/visits/',
  item: '/items/',
  joint_item: '/joint-items/',
  merge: '/merges/',
  policy: '/policy/packs/',
  document_template: '/documents/templates/',
  plan_contribution: '/plan-contributions/',
  plan_party: '/joint-plans/',
}

/** Pages of a noun whose things have none of their own. */
const lists: Readonly<Record<string, string>> = {
  reuse: '/reuses',
  account: '/notices',
  document: '/documents',
  plan_filing: '/plan-filings',
  case_clue: '/case-clues',
}

export function thingPath(thing: string): string | null {
  const at = thing.indexOf(':')
  const noun = thing.slice(0, at)
  const id = thing.slice(at + 1)
  if (at < 1 || id === '') return null
  if (Object.hasOwn(lists, noun)) return lists[noun] ?? null
  const page = Object.hasOwn(pages, noun) ? pages[noun] : undefined
  return page === undefined ? null : `${page}${encodeURIComponent(id)}`
}

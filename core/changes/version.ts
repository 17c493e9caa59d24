/** 变更前后: the thing as fields that people read, so that two versions lie beside each other on a page and on paper. */

/** What a version may say, with the words of its label. `steady: false`: moves by itself while a request waits, and says nothing against it. */
export const changeFields = {
  state: { zh: '任务状态', en: 'State', steady: true },
  window: { zh: '检查时间', en: 'Window', steady: true },
  announcement: { zh: '公告内容', en: 'Announcement', steady: true },
  participants: { zh: '配合部门', en: 'Departments', steady: true },
  items: { zh: '检查事项', en: 'Items', steady: true },
  objects: { zh: '检查对象', en: 'Objects', steady: true },
  department: { zh: '检查部门', en: 'Inspecting department', steady: true },
  openVisits: { zh: '未办结的检查', en: 'Open visits', steady: false },
} as const satisfies Readonly<Record<string, { readonly zh: string; readonly en: string; readonly steady: boolean }>>

export type ChangeField = keyof typeof changeFields

/** Text as it is, or lines. A state is its code; pages and papers have its word. */
export type ChangeVersion = { readonly [field in ChangeField]?: string | readonly string[] }

export type FieldDifference = {
  readonly field: ChangeField
  readonly before: string | readonly string[] | null
  readonly after: string | readonly string[] | null
}

/** The fields of two versions in the order of the table, each with what it was and what it is. */
export const compareVersions = (before: ChangeVersion, after: ChangeVersion | null): readonly FieldDifference[] =>
  fieldsOf({ ...before, ...after }).map((field) => ({ field, before: before[field] ?? null, after: after?.[field] ?? null }))

/** Does the thing still stand as it did when the change was asked for? Otherwise the approval would approve something else. */
export const standsAs = (then: ChangeVersion, now: ChangeVersion): boolean => textOf(then, steady) === textOf(now, steady)

/** Is what is asked for what stands already? */
export const isSame = (before: ChangeVersion, after: ChangeVersion): boolean => textOf(before, all) === textOf(after, all)

// The table's own keys, of which a version has some.
const fieldsOf = (version: ChangeVersion): readonly ChangeField[] =>
  (Object.keys(changeFields) as ChangeField[]).filter((field) => version[field] !== undefined)

const steady = (field: ChangeField): boolean => changeFields[field].steady
const all = (): boolean => true

/** In the order of the table, so that equal versions are equal texts. */
const textOf = (version: ChangeVersion, counts: (field: ChangeField) => boolean): string =>
  JSON.stringify(fieldsOf(version).flatMap((field) => (counts(field) ? [[field, version[field]]] : [])))

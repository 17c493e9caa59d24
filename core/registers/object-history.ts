/** 变更时间线: what each version of an object changed of the one before it. */

/** The fields that a version says, by name; what it does not say is null. */
export type VersionFields = Readonly<Record<string, string | null>>

export type ObjectVersion = {
  readonly since: string
  /** Null for the version that stands. */
  readonly until: string | null
  readonly event: string
  readonly eventOn: string | null
  readonly source: string
  readonly importId: string | null
  readonly fields: VersionFields
}

export type FieldChange = { readonly field: string; readonly before: string | null; readonly after: string | null }
export type TimelineEntry = Omit<ObjectVersion, 'fields'> & { readonly changes: FieldChange[] }

/** Personal data: that it changed is told, what it was is not. */
const secret = new Set(['legalRep'])

/**
 * At most `most` versions, newest first, from versions in the same order. A version whose predecessor is not given, or ended before it began (it had
 * left the register in between), changed nothing: it is a beginning.
 */
export function timeline(versions: readonly ObjectVersion[], most: number): TimelineEntry[] {
  return versions.slice(0, most).map(({ fields, ...version }, at) => {
    const before = versions[at + 1]
    return { ...version, changes: before === undefined || before.until !== version.since ? [] : changes(before.fields, fields) }
  })
}

function changes(before: VersionFields, after: VersionFields): FieldChange[] {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
  return fields.flatMap((field): FieldChange[] => {
    const [was, is] = [before[field] ?? null, after[field] ?? null]
    if (was === is) return []
    return [secret.has(field) ? { field, before: null, after: null } : { field, before: was, after: is }]
  })
}

/** Files that are brought into a register in tests: started, waited for, committed, as a person does. */
import { randomUUID } from 'node:crypto'
import { allRows, until } from '#bin/scenario/client.ts'
import type { ImportOptions } from '#bin/scenario/work.ts'
import type { Person } from './people.ts'

export type Batch = Awaited<ReturnType<Person['call']['imports']['get']>>

/** Uploads a file and starts its check. */
export async function startImport(person: Person, bytes: BodyInit, options: ImportOptions = {}, name = 'firms.csv'): Promise<string> {
  const { id } = await person.upload(name, bytes)
  return (await person.call.imports.start({ commandId: randomUUID(), fileId: id, ...options })).importId
}

/** The import when nothing happens to it until somebody acts. */
export const stillImport = (person: Person, importId: string): Promise<Batch> =>
  until(
    () => person.call.imports.get({ importId }),
    ({ state, progress }) =>
      !['checking', 'committing', 'undoing'].includes(state) && (progress.state === 'done' || progress.state === 'failed'),
    `import ${importId}`,
    30,
  )

/** Checked, and not more. */
export const check = async (person: Person, bytes: BodyInit, options: ImportOptions = {}): Promise<Batch> =>
  stillImport(person, await startImport(person, bytes, options))

export async function commit(person: Person, importId: string): Promise<Batch> {
  await person.call.imports.commit({ commandId: randomUUID(), importId })
  return stillImport(person, importId)
}

export async function undo(person: Person, importId: string): Promise<Batch> {
  await person.call.imports.undo({ commandId: randomUUID(), importId, reason: '导错了文件' })
  return stillImport(person, importId)
}

/** Waits for the check, and commits when there is something to commit. */
export async function finish(person: Person, importId: string): Promise<Batch> {
  const checked = await stillImport(person, importId)
  return checked.state === 'ready' ? commit(person, importId) : checked
}

export const bring = async (person: Person, bytes: BodyInit, options: ImportOptions = {}): Promise<Batch> =>
  finish(person, await startImport(person, bytes, options))

/** `row field reason` of every refused row. */
export async function rejectionsOf(person: Person, { id }: Pick<Batch, 'id'>): Promise<string[]> {
  const found: string[] = []
  for await (const { rowNo, field, reason } of allRows((page) => person.call.imports.rejections({ importId: id, limit: 3, ...page })))
    found.push(`${rowNo} ${field} ${reason}`)
  return found
}

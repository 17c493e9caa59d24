/** Why an object has the officers it has: who could have been drawn and with which probability, and which rule kept the others away. */
import { readFile } from 'node:fs/promises'
import { unitIdOf } from '#core/draws/subject.ts'
import { explainObject } from '#core/matching/explain.ts'
import type { KeptFacts } from '#core/matching/facts-file.ts'
import { whole } from '#core/matching/graph.ts'
import type { Tx } from '#db/connect.ts'
import { publishedItems } from '#server/catalogue/store.ts'
import type { DrawEvent } from '#server/draws/events.ts'
import { type DrawRecord, filesOf } from '#server/draws/store.ts'
import type { FileStore } from '#server/files/store.ts'
import { Problem } from '#server/http/problem.ts'
import { assignmentOf } from './assignment.ts'
import { unitNames } from './facts-store.ts'
import { findObject } from './pair-store.ts'
import { propensitiesOf } from './propensity-store.ts'

/** Null where the draw did not match this object. Everything is told as it was at the freeze; what changed since is no reason of this draw. */
export async function explainPair(tx: Tx, files: FileStore, draw: DrawRecord, events: readonly DrawEvent[], subject: string) {
  const object = await findObject(tx, draw.taskId, subject)
  const kept = (await filesOf(tx, draw.id)).find(({ role }) => role === 'facts')
  if (object === null) return null
  if (kept === undefined) throw new Problem('matching_without_facts', { drawId: draw.id })
  const facts = JSON.parse(await readFile(files.path(kept.sha256), 'utf8')) as KeptFacts // written by engine-match.ts
  const explained = explainObject(facts, object.leaf)
  if (explained === null) return null
  const shares = await propensitiesOf(tx, draw, [subject])
  const team = (await assignmentOf(tx, files, draw.id, events)).find((one) => one.object === object.leaf)?.officers ?? []
  const names = await unitNames(
    tx,
    explained.rows.flatMap(({ units }) => units.flatMap((unit) => unitIdOf(unit.subject) ?? [])),
  )
  const items = new Map(
    (await publishedItems(tx, { dept: facts.settings.dept, orgPath: facts.settings.orgPath })).map(({ code, name }) => [code, name]),
  )
  const roleOf = (unit: { readonly subject: string; readonly members: readonly { readonly subject: string }[] }) =>
    team.find(({ officer }) => officer === unit.subject || unit.members.some((member) => member.subject === officer))?.role ?? null
  return {
    drawId: draw.id,
    subject,
    name: object.name,
    regionName: object.regionName,
    items: explained.items.map((code) => ({ code, name: items.get(code) ?? code })),
    window: facts.settings.window,
    populations: explained.rows.map(({ population, need, scope, units }) => {
      const row = shares.find((one) => one.population === population)
      return {
        population,
        need,
        scope,
        cap: row?.cap ?? whole,
        officers: units.map((unit) => {
          const id = unitIdOf(unit.subject) ?? ''
          const share = unit.broken.length > 0 ? null : (row?.shares[row.units.indexOf(id)] ?? null)
          const known = names.get(id)
          return { id, name: known?.name ?? id, orgName: known?.orgName ?? '', share, role: roleOf(unit), broken: [...unit.broken] }
        }),
      }
    }),
  }
}

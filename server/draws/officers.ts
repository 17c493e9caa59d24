/** The facts of an officer draw: which officers there are, which objects were drawn, and who may inspect what (draw protocol §6). */
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import { hex } from '#core/bytes.ts'
import { leastLoaded } from '#core/draws/documents.ts'
import type { ExclusionReason } from '#core/draws/reasons.ts'
import { officerPool } from '#core/draws/result.ts'
import { stratumId } from '#core/draws/strata.ts'
import { officerSubject } from '#core/draws/subject.ts'
import { type Edges, edgesDigest, eligibleEdges, objectsRoot } from '#core/matching/edges.ts'
import { type ObjectFacts, type OfficerFacts, ruleVersions } from '#core/matching/rules.ts'
import type { Instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { itemsById } from '#server/catalogue/store.ts'
import type { FileStore } from '#server/files/store.ts'
import { Problem } from '#server/http/problem.ts'
import type { TaskRecord } from '#server/tasks/store.ts'
import { appendFrozen } from './append-frozen.ts'
import { keepFile } from './draw-run.ts'
import { closedObjectDraw, drawnPage } from './drawn-store.ts'
import { secretOf } from './store.ts'

export type OfficerFrame = {
  readonly officers: readonly OfficerFacts[]
  /** Officers of the department who are left out before any object is looked at. */
  readonly excluded: readonly (readonly [ExclusionReason, number])[]
  readonly registerCount: number
}

/** Officers of the task's department and jurisdiction; suspended ones and those without a certificate for the whole window are left out with the reason. */
export async function officerFrame(tx: Tx, task: TaskRecord): Promise<OfficerFrame> {
  const rows = await sql<{
    id: string
    org_path: string
    state: string
    valid_to: string
    item_scope: string[]
    recusals: string[]
    leaves: { from: string; to: string }[]
  }>`
    select o.id, o.org_path, o.state, o.certificate_valid_to as valid_to, o.item_scope,
      array(select r.subject from recusal r where r.officer_id = o.id order by r.subject) as recusals,
      (select coalesce(jsonb_agg(jsonb_build_object('from', lower(u)::text, 'to', (upper(u) - 1)::text)), '[]') from unnest(o.unavailable) as u) as leaves
    from officer o where o.dept = ${task.dept} and (o.org_path = ${task.orgPath} or o.org_path like ${`${task.orgPath}.%`}) order by o.id`.execute(
    tx,
  )
  const counts = new Map<ExclusionReason, number>()
  const officers: OfficerFacts[] = []
  for (const row of rows.rows) {
    const reason: ExclusionReason | null =
      row.state !== 'active' ? 'officer_inactive' : row.valid_to < task.to ? 'officer_certificate_expired' : null
    if (reason !== null) counts.set(reason, (counts.get(reason) ?? 0) + 1)
    else {
      officers.push({
        subject: officerSubject(row.id),
        active: true,
        areas: [row.org_path],
        certificates: [{ from: '1900-01-01', to: row.valid_to }],
        itemScope: row.item_scope.length === 0 ? ['*'] : row.item_scope,
        recusals: row.recusals,
        leaves: row.leaves,
      })
    }
  }
  return { officers, excluded: [...counts], registerCount: rows.rows.length }
}

/** The drawn objects in ticket order, as the rules see them. */
export async function objectFacts(tx: Tx, task: TaskRecord, objectDraw: string): Promise<ObjectFacts[]> {
  const items = await itemsById(tx, task.itemIds)
  const codes = task.itemIds.map((id) => items.get(id)?.code ?? id)
  const drawn = await drawnPage(tx, objectDraw, 0, 1_000_000)
  return drawn.map((object) => ({ leaf: object.leaf, subject: object.subject, area: object.regionPath, items: codes }))
}

/** Freezes an officer draw at once: officers are thousands, not millions. Where an object has too few, nothing is frozen and the report says why. */
export async function freezeOfficers(tx: Tx, task: TaskRecord, drawId: string, files: FileStore, now: Instant): Promise<void> {
  const objectDraw = await closedObjectDraw(tx, task.id)
  if (objectDraw === null) throw new Problem('objects_not_drawn')
  const frame = await officerFrame(tx, task)
  const objects = await objectFacts(tx, task, objectDraw)
  const edges = await feasibleEdges(tx, frame, objects, task)
  const { key } = await secretOf(tx, drawId)
  const pool = officerPool({ suite: task.suite, drawId }, key, edges.officers)
  if (pool === null) throw new Error(`the officers of ${drawId} are no pool`)
  const stored = await files.put(Readable.from([Buffer.from(JSON.stringify(edges))]))
  await keepFile(tx, drawId, 'matching', { ...stored, name: `${drawId}.matching.json` })
  await appendFrozen(
    tx,
    drawId,
    {
      snapshotAt: now,
      registerCount: frame.registerCount,
      excluded: frame.excluded,
      poolSize: pool.size,
      poolRoot: hex(pool.root),
      // Every officer gets a ticket: the order of all of them is the draw.
      strata: [{ id: stratumId(0), n: pool.size, count: pool.size }],
      strataNames: ['全部执法人员'],
      matching: {
        objectDraw,
        objectsRoot: objectsRoot(task.suite, edges.objects),
        objectCount: objects.length,
        algorithm: leastLoaded,
        rules: ruleVersions,
        teamSize: task.officersPerObject,
        edgesDigest: edgesDigest(task.suite, edges),
      },
    },
    now,
  )
}

async function feasibleEdges(tx: Tx, frame: OfficerFrame, objects: readonly ObjectFacts[], task: TaskRecord): Promise<Edges> {
  const edges = eligibleEdges(frame.officers, objects, { from: task.from, to: task.to }, task.officersPerObject)
  if (edges.ok) return edges.value
  const { first, ...counts } = edges.failure
  const names = await tx
    .selectFrom('entity')
    .select(['subject', 'name'])
    .where(
      'subject',
      'in',
      first.map((object) => object.subject),
    )
    .execute()
  const nameOf = new Map(names.map((row) => [row.subject, row.name]))
  const { type, ...facts } = counts
  throw new Problem(type, { ...facts, first: first.map((object) => ({ ...object, name: nameOf.get(object.subject) ?? object.subject })) })
}

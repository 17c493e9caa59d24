/** Freezing an officer draw: the facts are kept, the matching is prepared to the last share, and only its digests go into the COMMIT (draw protocol §6). */
import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { hex } from '#core/bytes.ts'
import { dependentRounding, type RoundingCommit } from '#core/draws/documents.ts'
import type { ExclusionReason } from '#core/draws/reasons.ts'
import { officerPool } from '#core/draws/result.ts'
import { stratumId } from '#core/draws/strata.ts'
import type { MatchingFacts, OfficerFacts } from '#core/matching/facts.ts'
import { factsFileName } from '#core/matching/facts-file.ts'
import { ruleVersions } from '#core/matching/rules.ts'
import type { Unit, Vacated } from '#core/matching/wire.ts'
import type { Result } from '#core/result.ts'
import type { Instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { appendFrozen } from '#server/draws/append-frozen.ts'
import { keepFile } from '#server/draws/draw-run.ts'
import { closedObjectDraw } from '#server/draws/drawn-store.ts'
import { prepareMatching } from '#server/draws/engine-client.ts'
import type { PreparedWork } from '#server/draws/engine-match.ts'
import type { Frozen } from '#server/draws/events.ts'
import type { DrawRecord } from '#server/draws/store.ts'
import { secretOf } from '#server/draws/store.ts'
import type { FileStore } from '#server/files/store.ts'
import type { Services } from '#server/http/context.ts'
import { Problem } from '#server/http/problem.ts'
import { type Asked, factsOfTask } from './facts.ts'
import { namedShortages } from './shortages.ts'

export type FreezeMatching = {
  readonly draw: Pick<DrawRecord, 'id' | 'suite'>
  readonly objectDraw: string
  readonly teamSize: number
  readonly facts: MatchingFacts
  readonly files: FileStore
  readonly now: Instant
  /** Kind R: the seats that are filled anew, and what the COMMIT says of them. */
  readonly seats?: { readonly vacated: readonly Vacated[]; readonly commit: NonNullable<Frozen['seats']> }
}

/** A department's officer draw of a task, as things stand now. */
export async function freezeOfficers(
  tx: Tx,
  { files }: Pick<Services, 'files'>,
  draw: Pick<DrawRecord, 'id' | 'suite'>,
  asked: Asked,
): Promise<void> {
  const objectDraw = await closedObjectDraw(tx, asked.task.id)
  if (objectDraw === null) throw new Problem('objects_not_drawn')
  const facts = await factsOfTask(tx, asked)
  await freezeMatching(tx, { draw, objectDraw, teamSize: asked.task.officersPerObject, facts, files, now: asked.now })
}

/** Where an object has too few officers nothing is frozen, and the report says where and why. */
export async function freezeMatching(tx: Tx, freeze: FreezeMatching): Promise<void> {
  const { draw, facts, files, now, seats } = freeze
  if (facts.objects.length === 0) throw new Problem('objects_not_drawn')
  const prepared = await files.scratch(async (folder) => {
    const made = await prepare(tx, freeze, folder)
    const rows = await files.adopt(made.rowsFile)
    await keepFile(tx, draw.id, 'matching', { ...rows, name: made.rowsName })
    await keepFile(tx, draw.id, 'facts', { ...(await files.adopt(made.factsFile)), name: factsFileName(draw.id) })
    return made
  })
  const units = { units: prepared.units, ...(seats && { vacated: seats.vacated }) }
  await keepFile(tx, draw.id, 'units', { ...(await files.put(json(units))), name: `${draw.id}.units.json` })
  const { key } = await secretOf(tx, draw.id)
  const pool = officerPool(
    { suite: draw.suite, drawId: draw.id },
    key,
    prepared.units.map(([subject]) => subject),
  )
  if (pool === null) throw new Error(`the officers of ${draw.id} are no pool`)
  const left = leftOut(facts, prepared.units)
  await appendFrozen(
    tx,
    draw.id,
    {
      snapshotAt: now,
      registerCount: pool.size + left.reduce((sum, [, n]) => sum + n, 0),
      excluded: left,
      poolSize: pool.size,
      poolRoot: hex(pool.root),
      // Everyone gets a ticket: the order of all of them is the draw.
      strata: [{ id: stratumId(0), n: pool.size, count: pool.size }],
      strataNames: [facts.settings.unit === 'group' ? '全部检查小组' : '全部执法人员'],
      matching: boundBy(freeze, prepared),
      matchingRows: prepared.rowCount,
      ...(seats && { seats: seats.commit }),
    },
    now,
  )
}

async function prepare(tx: Tx, { draw, facts }: FreezeMatching, folder: string): Promise<PreparedWork> {
  const prepared: Result<PreparedWork, { type: 'matching_infeasible' } & Parameters<typeof namedShortages>[1]> = await prepareMatching({
    // Chance of its own, so that the published digest of the facts does not answer guesses about an officer.
    facts: { ...facts, salt: randomBytes(32).toString('hex') },
    suite: draw.suite,
    folder,
  })
  if (prepared.ok) return prepared.value
  const { objects, officers, teamSize } = prepared.failure
  throw new Problem('matching_infeasible', { objects, officers, teamSize, shortages: await namedShortages(tx, prepared.failure) })
}

const boundBy = ({ objectDraw, teamSize, facts: { settings } }: FreezeMatching, prepared: PreparedWork): RoundingCommit => ({
  objectDraw,
  objectsRoot: prepared.objectsRoot,
  objectCount: prepared.objectCount,
  algorithm: dependentRounding,
  rules: ruleVersions,
  teamSize,
  unit: settings.unit,
  scope: settings.scope,
  reach: settings.reach,
  least: settings.least,
  pairCapPpm: settings.pairCapPpm,
  mostPerOfficer: settings.mostPerOfficer,
  balance: settings.balance,
  floorPpm: settings.floorPpm,
  ...prepared.counts,
  factsDigest: prepared.factsDigest,
  unitsDigest: prepared.unitsDigest,
  rowsDigest: prepared.rowsDigest,
})

/** Whoever may inspect none of the objects is left out, each under the first thing that stands against them. */
function leftOut({ officers, groups, settings }: MatchingFacts, units: readonly Unit[]): (readonly [ExclusionReason, number])[] {
  const drawn = new Set(units.map(([subject]) => subject))
  const asPersons = officers.filter(({ population }) => settings.unit === 'person' || population === 'experts')
  const counts = new Map<ExclusionReason, number>()
  const count = (reason: ExclusionReason): void => void counts.set(reason, (counts.get(reason) ?? 0) + 1)
  for (const officer of asPersons) if (!drawn.has(officer.subject)) count(reasonOf(officer, settings))
  if (settings.unit === 'group') for (const group of groups) if (!drawn.has(group.subject)) count('not_in_scope')
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1))
}

function reasonOf(officer: OfficerFacts, { window, dept }: MatchingFacts['settings']): ExclusionReason {
  if (!officer.active) return 'officer_inactive'
  const certified = officer.certificates.some((one) => one.dept === dept && one.from <= window.from && window.to <= one.to)
  if (officer.population === 'officers' && !certified) return 'officer_certificate_expired'
  if (officer.leaves.some(({ from, to }) => from <= window.to && window.from <= to)) return 'officer_on_leave'
  return 'not_in_scope'
}

const json = (value: unknown): Readable => Readable.from([Buffer.from(JSON.stringify(value))])

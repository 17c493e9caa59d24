/** Published draws of officers: persons with experts and appointments, seats filled anew, groups that wait for their seed, and the first algorithm. */
import { createHash } from 'node:crypto'
import type { RoundingCommit } from '#core/draws/documents.ts'
import type { Db } from '#db/connect.ts'
import { json } from '#db/json.ts'
import { exampleDraw, exampleOfficers } from '../vectors/example-draws.ts'
import { type ExampleMatching, exampleMatching, exampleSeats } from '../vectors/example-matching.ts'
import { checksOf, rowOf } from './portal-kinds-world.ts'
import { uuid } from './portal-world.ts'

export type OfficersWorld = {
  /** Stored files by SHA-256. */
  readonly files: ReadonlyMap<string, Uint8Array>
  readonly objectDraw: string
  readonly persons: ExampleMatching
  readonly seats: ExampleMatching
  /** Groups, sealed, without a result. */
  readonly groupsDraw: string
  /** Matched by the least-loaded algorithm. */
  readonly formerDraw: string
  /** Names two files beside its bundle. */
  readonly longDraw: string
  readonly taskNo: string
}

const taskName = '2026 年度冷链食品抽查'

export async function publishOfficers(db: Db): Promise<OfficersWorld> {
  const files = new Map<string, Uint8Array>()
  const taskNo = '620102202611201021'
  const objects = exampleDraw({ size: 40, strata: [{ ratePpm: 500_000 }], task: taskNo })
  const persons = exampleMatching(objects, {
    experts: 3,
    log: true,
    pairCapPpm: 600_000,
    eligible: (object, officer) => object > 0 || officer < 3,
  })
  const seats = exampleSeats(objects, persons, { log: true })
  const other = exampleDraw({ size: 20, strata: [{ ratePpm: 500_000 }], task: '620102202611201022' })
  const groups = exampleMatching(other, { unit: 'group', count: 5, pairCapPpm: 1_000_000 })
  const former = exampleOfficers(exampleDraw({ size: 12, task: '620102202611201023' }))
  const long = exampleMatching(exampleDraw({ size: 14, task: '620102202611201024' }), { count: 4 })

  const store = (bytes: Uint8Array): string => {
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    files.set(sha256, bytes)
    return sha256
  }
  const closed = (draw: Pick<ExampleMatching, 'bytes'>) => ({
    ...checksOf(draw.bytes),
    bundle_sha256: store(draw.bytes),
    state: 'closed',
    committed_at: '2026-11-20T10:01:00Z',
    result_at: '2026-11-20T10:09:00Z',
    closed_at: '2026-11-20T11:00:00Z',
  })
  const beside = (role: string, digit: string) => ({
    role,
    name: `${digit.repeat(64)}.jsonl`,
    sha256: store(new TextEncoder().encode(role)),
    size: 4_200_000,
  })
  await db
    .insertInto('published.draw')
    .values([
      { ...rowOf(objects, uuid(81), taskName), ...closed(objects) },
      { ...rowOf(persons, uuid(81), taskName), ...closed(persons), matching: json(publicMatching(persons)) },
      { ...rowOf(seats, uuid(81), taskName), ...closed(seats), matching: json(publicMatching(seats)) },
      {
        ...rowOf(groups, uuid(82), '2026 年度网络交易抽查'),
        state: 'committed',
        committed_at: '2026-06-04T10:01:00Z',
        seed: null,
        selected_count: null,
        matching: json(publicMatching(groups)),
      },
      { ...rowOf(former, uuid(83), '2026 年度计量抽查'), ...closed(former), matching: json(former.bundle.commit.matching) },
      {
        ...rowOf(long, uuid(84), '2026 年度登记事项抽查'),
        ...closed(long),
        matching: json(publicMatching(long)),
        files: json([beside('matching', 'a'), beside('assignment', 'b')]),
      },
    ])
    .execute()
  const appointment = { task_id: uuid(81), draw_id: persons.bundle.commit.drawId }
  await db
    .insertInto('published.appointment')
    .values([
      { ...appointment, id: uuid(91), reason: 'duty_conflict', objects: 3, at: '2026-11-22T02:00:00Z' },
      { ...appointment, id: uuid(92), reason: 'certificate_expired', objects: 1, at: '2026-11-23T02:00:00Z' },
    ])
    .execute()
  return {
    files,
    objectDraw: objects.bundle.commit.drawId,
    persons,
    seats,
    groupsDraw: groups.bundle.commit.drawId,
    formerDraw: former.bundle.commit.drawId,
    longDraw: long.bundle.commit.drawId,
    taskNo,
  }
}

/** As server/draws/publish.ts writes it. */
function publicMatching({ bundle: { commit } }: ExampleMatching) {
  const { objectDraw, objectCount, algorithm, teamSize, unit, scope, reach, least, pairCapPpm, widened, belowLeast, capLifted } =
    commit.matching as RoundingCommit // exampleMatching knows no other
  const { seats } = commit
  const filled = seats && { officerDraw: seats.officerDraw, count: seats.count, reason: seats.reason }
  return {
    ...{ objectDraw, objectCount, algorithm, teamSize, unit, scope, reach, least, pairCapPpm, widened, belowLeast, capLifted },
    ...(filled && { seats: filled }),
  }
}

/**
 * The draw: tickets, selection and tree per leaf at three sizes; freezing and drawing through the real server, beside what PostgreSQL needs for the same
 * rows; and the largest pool in worker threads while people use the API. `--quick` takes small sizes; `--rows=N` the register, `--leaves=N` the largest pool.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { type Cost, compareOthers, drawThroughApi, fillRegister, makeTask } from './kit/draw-house.ts'
import type { KernelsAsked, KernelsDone, SizeFigures } from './kit/draw-kernels.ts'
import type { LargeAsked, LargeStage } from './kit/draw-large.ts'
import { type BenchHouse, startHouse } from './kit/house.ts'
import { bar, report } from './kit/report.ts'

const quick = process.argv.includes('--quick')
const flag = (name: string, otherwise: number): number =>
  Number(process.argv.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3) ?? otherwise)
const rows = flag('rows', quick ? 200_000 : 5_000_000)
const leaves = flag('leaves', quick ? 1_000_000 : 20_000_000)
const ratePpm = 30_000

const kernels = await inProcess<KernelsAsked, KernelsDone>('draw-kernels', { sizes: [leaves / 20, leaves / 4, leaves], ratePpm })
const house = await startHouse('bench-draw', '62')
try {
  await fillRegister(house.database, rows)
  const drawn = Math.round((rows * ratePpm) / 1_000_000)
  const others = await compareOthers(house.database, drawn)
  const own = await drawThroughApi(house.staff, await makeTask(house.staff, ratePpm))
  const large = await drawWhilePeopleRead(house)
  const [small, , most] = kernels.figures.sha256
  if (!small || !most) throw new Error('three sizes were asked for')
  const randomPerRow = (others.orderByRandom.core * 1e9) / rows
  tellKernels(kernels)
  tellComparison(others, drawn)
  report(
    'draw',
    {
      'leaves of the largest pool': leaves,
      'rows of the register': rows,
      'tickets and selection at the largest size, ns per leaf': most.draw,
      'growth of that from the smallest size': most.draw / small.draw,
      'Merkle root at the largest size, ns per leaf': most.tree,
      'tickets and selection with SM3, ns per leaf': kernels.figures.sm3.at(-1)?.draw ?? 0,
      'Merkle root with SM3, ns per leaf': kernels.figures.sm3.at(-1)?.tree ?? 0,
      'ORDER BY random() LIMIT k, ns of a core per row': randomPerRow,
      'ORDER BY random() LIMIT k, ns by the clock per row': (others.orderByRandom.clock * 1e9) / rows,
      'systematic sampling in SQL, ns of a core per row': (others.systematic.core * 1e9) / rows,
      'COPY (SELECT subject FROM entity), s': others.copySubjects.clock,
      'COPY (SELECT subject … of the jurisdiction), s': others.copyFrame.clock,
      'freeze (frame, hash, sort, tree, files, store), s': own.freeze,
      'freeze to commit, s': own.commit,
      'of that hashing the members alone, core-seconds': (kernels.member * rows) / 1e9,
      'freeze to commit / COPY of the jurisdiction': own.commit / others.copyFrame.clock,
      'last reveal to result, s': own.result,
      'bundle and its verification, s': own.verified,
      'peak memory of the server, MB': house.peakMemoryMb(),
      'largest pool: sealing in two threads, s': large.sealed.seconds,
      'largest pool: drawing in a worker, s': large.drawn.seconds,
      'largest pool: drawn': large.drawn.drawn,
      'largest pool: peak memory of sealing, MB': large.sealed.peakMb,
      'largest pool: peak memory of drawing, MB': large.drawn.peakMb,
      'largest pool: longest pause of the event loop, ms': large.drawn.longestPauseMs,
      'calls of the API meanwhile': large.calls.length,
      'median of those, ms': percentile(large.calls, 50),
    },
    [
      bar('tickets and selection, ns per leaf', most.draw, 'max', 120),
      bar('tickets and selection per leaf / ORDER BY random() per row', most.draw / randomPerRow, 'max', 0.6),
      bar('cost per leaf, largest / smallest pool', most.draw / small.draw, 'max', 1.15),
      bar('Merkle root, ns per leaf', most.tree, 'max', 400),
      bar('freeze to commit / COPY (SELECT subject FROM entity)', own.commit / others.copySubjects.clock, 'max', 3),
      bar('peak memory for the largest pool, MB', Math.max(large.sealed.peakMb, large.drawn.peakMb), 'max', 2560),
      bar('p99 of a list call while the largest pool is drawn, ms', percentile(large.calls, 99), 'max', 300),
    ],
  )
} finally {
  await house.stop()
}

type Large = {
  readonly sealed: Extract<LargeStage, { stage: 'sealed' }>
  readonly drawn: Extract<LargeStage, { stage: 'drawn' }>
  /** Milliseconds of every call of the API while the pool was drawn. */
  readonly calls: readonly number[]
}

/** The pool is sealed and drawn by the engine as the server runs it; from the moment it is sealed somebody turns the pages of a list. */
async function drawWhilePeopleRead({ staff }: BenchHouse): Promise<Large> {
  const engine = start('draw-large')
  engine.send({ size: leaves, ratePpm } satisfies LargeAsked)
  const [sealed] = (await once(engine, 'message')) as [Large['sealed']] // draw-large.ts sends it first
  let drawn: Large['drawn'] | null = null
  engine.once('message', (message: Large['drawn']) => (drawn = message))
  engine.once('exit', (code) => {
    if (drawn === null) throw new Error(`the large draw ended with ${code}`)
  })
  const calls: number[] = []
  let cursor: string | null = null
  while (drawn === null) {
    const from = performance.now()
    const page: { readonly next: string | null } = await staff.organiser.api.registers.listEntities({ ...(cursor !== null && { cursor }) })
    calls.push(performance.now() - from)
    cursor = page.next
    await new Promise((done) => setTimeout(done, 20))
  }
  return { sealed, drawn, calls }
}

function start(name: string): ChildProcess {
  return fork(fileURLToPath(new URL(`./kit/${name}.ts`, import.meta.url)))
}

async function inProcess<Asked extends object, Answer>(name: string, asked: Asked): Promise<Answer> {
  const child = start(name)
  child.send(asked)
  const [answer] = (await once(child, 'message')) as [Answer] // the child's only message
  return answer
}

function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil((sorted.length * percent) / 100) - 1)] ?? 0
}

function tellKernels({ figures, kernels }: KernelsDone): void {
  console.log('\n  ns of one core per leaf  leaves   tickets   tickets and selection   Merkle root')
  for (const suite of ['sha256', 'sm3'] as const)
    for (const { size, tickets, draw, tree } of figures[suite] satisfies readonly SizeFigures[])
      console.log(
        `  ${`${suite} (${kernels[suite]})`.padEnd(20)} ${String(size).padStart(10)} ${tickets.toFixed(1).padStart(9)} ${draw.toFixed(1).padStart(23)} ${tree.toFixed(1).padStart(13)}`,
      )
}

/** What the ways of drawing prove, beside what they cost: the cheapest proves nothing. */
function tellComparison(others: Awaited<ReturnType<typeof compareOthers>>, drawn: number): void {
  const perRow = ({ core }: Cost): string => `${((core * 1e9) / rows).toFixed(0)} ns a row`
  console.log(`
  Drawing ${drawn} of ${rows}:
  Mingjian               ${(kernels.figures.sha256[1]?.draw ?? 0).toFixed(0)} ns a leaf. Every set of ${drawn} can come out, limited only by a seed of 256 bits that nobody knew when the list was
                         sealed. Anyone recomputes it; another result, another list or a second try is seen.
  systematic sampling    ${perRow(others.systematic)}. From one random start there are 33 possible outcomes at 3 % (5 bits): whoever may start again picks one. Two
                         firms that are neighbours are never drawn together. It can be recomputed, but not whether the start was the first.
  ORDER BY random()      ${perRow(others.orderByRandom)}. Any set can come out, and nobody can ever show that this one did: no seed is kept, the list is
                         not sealed, and running it again until it pleases leaves no trace.`)
}

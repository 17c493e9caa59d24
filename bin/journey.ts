/** `npm run journey -- --register FILE.csv`: the main job from a register file to a published, verified draw, through the HTTP API only. */
import { randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { access, mkdir, rm } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { parseArgs } from 'node:util'
import { dateAt, instant } from '#core/time.ts'
import { bootstrap } from '#server/access/bootstrap.ts'
import { type Config, createConfig } from './config.ts'
import { type Areas, findAreas } from './scenario/areas.ts'
import { allRows, type Person, signIn } from './scenario/client.ts'
import { journeyItems } from './scenario/items.ts'
import {
  dept,
  engageInspectors,
  generateOfficers,
  hireStaff,
  type Inspector,
  officersCsv,
  openOffices,
  type Staff,
} from './scenario/people.ts'
import { collectBundles, portalShows, runVerifier } from './scenario/proof.ts'
import * as work from './scenario/work.ts'
import { startServer } from './start-server.ts'

const usage = 'npm run journey -- --register FILE.csv [--rate 3] [--seed-officers 60] [--suite sha256|sm3] [--out DIR]'

type Options = {
  readonly register: string
  readonly ratePpm: number
  readonly officers: number
  readonly suite: 'sha256' | 'sm3'
  readonly out: string
}

/** Milliseconds of each step, in order. */
const timings: Record<string, number> = {}

async function step<T>(name: string, run: () => Promise<T>): Promise<T> {
  const start = performance.now()
  const value = await run()
  timings[name] = Math.round(performance.now() - start)
  console.log(`  ${name.padEnd(22)} ${String(timings[name]).padStart(8)} ms`)
  return value
}

const options = await readOptions()
if (options !== null) {
  try {
    const dataDir = resolve('.data', `journey-${process.pid}`)
    const summary = await journey(options, dataDir).finally(() => rm(dataDir, { recursive: true, force: true }))
    console.log(JSON.stringify({ ...summary, ms: timings }))
    process.exitCode = summary.ok ? 0 : 1
  } catch (error) {
    console.error(error)
    console.log(JSON.stringify({ ok: false, error: error instanceof Error ? error.message : String(error), ms: timings }))
    process.exitCode = 1
  }
}

async function journey({ register, ratePpm, officers: wanted, suite, out }: Options, dataDir: string) {
  const password = `Aa1-${randomBytes(12).toString('hex')}`
  let areas: Areas = { root: '', offices: [], counts: [] }
  const running = await step('start', () =>
    startServer(throwAwayConfig(dataDir), {
      prepare: async (services) => {
        const regions = await services.db.selectFrom('region').select(['path', 'code', 'name', 'label']).execute()
        areas = await findAreas(register, regions)
        const name = regions.find((region) => region.path === areas.root)?.name ?? areas.root
        // Installing the product makes the first organisation and its administrator; everything after this line goes through the API.
        await bootstrap(services, {
          path: areas.root,
          dept,
          name: `${name}市场监督管理局`,
          shortName: name,
          admin: { username: 'admin', name: '系统管理员', password, mustChangePassword: false },
        })
      },
    }),
  )
  try {
    const { url } = running
    const { staff, admin } = await step('people', () => engage(url, password, areas))
    const rows = await step('import register', () =>
      work.importRegister(staff, basename(register), Readable.toWeb(createReadStream(register)) as ReadableStream<Uint8Array>),
    )
    const generated = generateOfficers(wanted, [areas.root, ...areas.offices], areas.counts)
    await step('import officers', () => work.importOfficers(staff, officersCsv(generated)))
    const inspectors = await step('officer accounts', () => engageInspectors(url, admin, staff, password))
    const itemIds = await step('items', () => work.publishItems(staff, journeyItems))
    const today = dateAt(instant(Date.now()))
    const until = `${today.slice(0, 4)}-12-31`
    const year = Number(today.slice(0, 4))
    const plan = await step('plan', () =>
      work.publishPlan(staff, year, `${year}年度双随机抽查工作计划`, [
        {
          name: '经营主体不定向抽查',
          itemIds,
          directed: false,
          objectScope: '辖区内存续的经营主体',
          ratePpm,
          from: today,
          to: until,
          office: '信用监管科',
        },
      ]),
    )
    const task = await step('task', () =>
      work.confirmTask(staff, {
        planRowId: plan.rows[0]?.id ?? '',
        name: `${year}年度经营主体不定向抽查（第一批）`,
        from: today,
        to: until,
        filter: { version: 1, all: [] },
        stratifyBy: 'none',
        strata: [{ name: '全部经营主体', values: [], ratePpm, rounding: 'half-up' }],
        excludeOpenVisits: true,
        officersPerObject: 2,
        suite,
      }),
    )
    const objects = await step('freeze and commit', () => work.freezeAndCommit(staff, task.taskId, 'O', suite))
    const objectDraw = await step('reveal and draw', () => work.revealAndDraw(staff, objects.drawId, objects.nonces))
    await step('verify and close', () => work.closeDraw(staff, objects.drawId))
    const people = await step('commit officers', () => work.freezeAndCommit(staff, task.taskId, 'P', suite))
    const officerDraw = await step('draw officers', () => work.revealAndDraw(staff, people.drawId, people.nonces))
    await step('close officers', () => work.closeDraw(staff, people.drawId))
    const entered = await step('enter results', () => enterAll(inspectors, today))
    const reviewed = await step('review and publish', () => work.reviewAll(staff.reviewer))
    const drawIds = [objects.drawId, people.drawId]
    await step('bundles', () => collectBundles(staff.supervisor, drawIds, out))
    const verdict = await step('verifier', () => runVerifier(out))
    const subjects: string[] = []
    for await (const row of allRows((page) => staff.supervisor.api.draws.selected({ drawId: objects.drawId, limit: 200, ...page })))
      subjects.push(row.subject)
    const portal = await step('portal', () => portalShows(url, { subjects, drawIds, taskNo: task.taskNo, planNo: plan.planNo }))
    const done = await staff.organiser.api.tasks.get({ taskId: task.taskId })
    const { read, added, changed, unchanged, rejected } = rows.rows
    const drawn = objectDraw.selected ?? 0
    const held = verdict.verdict === 'held' && portal.missing === 0
    const counts = [entered, reviewed, done.published, subjects.length].every((n) => n === drawn) && drawn > 0 && done.state === 'done'
    return {
      ok: held && counts,
      rows: { read, accepted: added + changed + unchanged, rejected },
      pool: objects.poolSize,
      drawn,
      officers: officerDraw.matching?.officers ?? 0,
      load: { min: officerDraw.matching?.loadMin ?? 0, max: officerDraw.matching?.loadMax ?? 0 },
      entered,
      published: done.published,
      portal,
      suite,
      task: { taskNo: task.taskNo, state: done.state },
      draws: drawIds,
      verdict,
    }
  } finally {
    await running.stop()
  }
}

async function engage(
  url: string,
  password: string,
  areas: { root: string; offices: readonly string[] },
): Promise<{ admin: Person; staff: Staff }> {
  const admin = await signIn(url, 'admin', password)
  const { org } = await admin.api.access.me()
  const regions = await admin.api.registers.regions({})
  const nameOf = new Map(regions.map((region) => [region.path, region.name]))
  await openOffices(
    admin,
    areas.offices.map((path) => ({ path, name: nameOf.get(path) ?? path })),
  )
  return { admin, staff: await hireStaff(url, admin, org.id, password) }
}

/** Four officers at a time, as in an office. */
async function enterAll(inspectors: readonly Inspector[], date: string): Promise<number> {
  const waiting = [...inspectors]
  const desk = async (): Promise<number> => {
    let entered = 0
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop())
      entered += await work.enterResults(next.person, next.officerId, date)
    return entered
  }
  const counts = await Promise.all([desk(), desk(), desk(), desk()])
  return counts.reduce((sum, n) => sum + n, 0)
}

function throwAwayConfig(dataDir: string): Config {
  const config = createConfig({ MINGJIAN_DATA: dataDir, PORT: '0', LOG_LEVEL: 'warn' })
  if (!config.ok) throw new Error(config.failure.problems.join('; '))
  return config.value
}

async function readOptions(): Promise<Options | null> {
  const refuse = (why: string): null => {
    console.error(`${why}\n${usage}`)
    process.exitCode = 2
    return null
  }
  try {
    const { values } = parseArgs({
      options: {
        register: { type: 'string' },
        rate: { type: 'string', default: '3' },
        'seed-officers': { type: 'string', default: '60' },
        suite: { type: 'string', default: 'sha256' },
        out: { type: 'string', default: join('.data', 'journey-out') },
      },
    })
    if (values.register === undefined) return refuse('--register names the register file')
    await access(values.register)
    const ratePpm = Math.round(Number(values.rate) * 10_000)
    if (!(ratePpm > 0 && ratePpm <= 1_000_000)) return refuse('--rate is a percentage above 0 and up to 100')
    const officers = Number(values['seed-officers'])
    if (!(Number.isInteger(officers) && officers > 0)) return refuse('--seed-officers is a whole number above 0')
    if (values.suite !== 'sha256' && values.suite !== 'sm3') return refuse('--suite is sha256 or sm3')
    const out = resolve(values.out)
    await mkdir(out, { recursive: true })
    return { register: resolve(values.register), ratePpm, officers, suite: values.suite, out }
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error))
  }
}

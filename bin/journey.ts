/** `npm run journey -- --register FILE.csv`: the main job from a register file to a published, verified draw, through the HTTP API only. */
import { randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { never } from '#core/result.ts'
import { dateAt, instant } from '#core/time.ts'
import { bootstrap } from '#server/access/bootstrap.ts'
import { type Config, createConfig } from './config.ts'
import { type Areas, findAreas } from './scenario/areas.ts'
import { allRows, type Person, signIn } from './scenario/client.ts'
import { journeyItems } from './scenario/items.ts'
import { type JointYear, jointYear } from './scenario/joint-year.ts'
import { type JourneyOptions, readJourneyOptions } from './scenario/journey-options.ts'
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
import { collectAudit, collectBundles, openingsHold, pairsHold, portalShows, runLogVerify, runVerifier } from './scenario/proof.ts'
import { startTestChain, type TestChain } from './scenario/test-chain.ts'
import * as work from './scenario/work.ts'
import { startServer } from './start-server.ts'

/** Milliseconds of each step, in order. */
const timings: Record<string, number> = {}

async function step<T>(name: string, run: () => Promise<T>): Promise<T> {
  const start = performance.now()
  const value = await run()
  timings[name] = Math.round(performance.now() - start)
  console.log(`  ${name.padEnd(22)} ${String(timings[name]).padStart(8)} ms`)
  return value
}

const options = await readJourneyOptions(process.argv.slice(2))
if (options !== null) {
  try {
    const dataDir = resolve('.data', `journey-${process.pid}`)
    await mkdir(dataDir, { recursive: true })
    const chain = options.beacon === 'drand' ? await startTestChain(join(options.out, 'test-chain.drand')) : null
    const summary = await journey(options, dataDir, chain).finally(async () => {
      await chain?.stop()
      if (!options.keep) await rm(dataDir, { recursive: true, force: true })
    })
    console.log(JSON.stringify({ ...summary, ms: timings }))
    process.exitCode = summary.ok ? 0 : 1
  } catch (error) {
    console.error(error)
    console.log(JSON.stringify({ ok: false, error: error instanceof Error ? error.message : String(error), ms: timings }))
    process.exitCode = 1
  }
}

async function journey(
  { register, ratePpm, officers: wanted, suite, mode, beacon: kind, joint: withJoint, out, keep }: JourneyOptions,
  dataDir: string,
  chain: TestChain | null,
) {
  const password = `Aa1-${randomBytes(12).toString('hex')}`
  let areas: Areas = { root: '', offices: [], counts: [] }
  const running = await step('start', () =>
    startServer(throwAwayConfig(dataDir, chain), {
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
        mode,
        ...strataOf(mode, ratePpm),
        excludeOpenVisits: true,
        officersPerObject: 2,
        suite,
      }),
    )
    const beacon = beaconPlan(kind)
    const objects = await step('freeze and commit', () => work.freezeAndCommit(staff, task.taskId, 'O', suite, beacon))
    const objectDraw = await step('reveal and draw', () => work.revealAndDraw(staff, objects.drawId, objects.nonces, beacon))
    await step('verify and close', () => work.closeDraw(staff, objects.drawId))
    const preview = await step('eligibility', () => staff.organiser.api.matching.preview({ taskId: task.taskId }))
    const people = await step('commit officers', () => work.freezeAndCommit(staff, task.taskId, 'P', suite))
    const officerDraw = await step('draw officers', () => work.revealAndDraw(staff, people.drawId, people.nonces))
    await step('close officers', () => work.closeDraw(staff, people.drawId))
    const pairs = await step('probabilities', () => pairsHold(staff, people.drawId))
    const subjects: string[] = []
    for await (const row of allRows((page) => staff.supervisor.api.draws.selected({ drawId: objects.drawId, limit: 200, ...page })))
      subjects.push(row.subject)
    const replaced = subjects.at(-1) ?? ''
    const replacement = await step('replace one', () => work.replaceOne(staff, objects.drawId, replaced, suite))
    const substitute = (await staff.organiser.api.draws.get({ drawId: replacement })).replacement?.substitute?.subject ?? ''
    const [left] = pairs.teams.filter(({ subject }) => subject !== replaced)
    const seat = await step('replace an officer', () =>
      work.replaceOfficer(staff, people.drawId, { officerId: left?.officerId ?? '', subjects: [left?.subject ?? ''] }, suite),
    )
    const entered = await step('enter results', () => enterAll(inspectors, today))
    const reviewed = await step('review and publish', () => work.reviewAll(staff.reviewer))
    const { problems: found, state: before } = await staff.organiser.api.tasks.get({ taskId: task.taskId })
    const finished = await step('finish problems', () => work.finishProblems(staff.reviewer, today, task.taskId))
    const drawIds = [objects.drawId, people.drawId, replacement, seat]
    const world = {
      url,
      password,
      admin,
      staff,
      inspectors,
      place: areas.root,
      itemIds,
      ownRow: plan.rows[0]?.id ?? '',
      today,
      suite,
      step,
    }
    const joint = withJoint ? await jointYear(world) : null
    if (joint !== null) await step('its bundles', () => collectBundles(staff.supervisor, joint.draws, join(out, 'joint')))
    await step('bundles', () => collectBundles(staff.supervisor, drawIds, out))
    await step('audit copies', () => collectAudit(staff.supervisor, drawIds, join(out, 'auditor')))
    const trust = { key: running.services.transparency.signer.vkey, chain: chain?.file ?? null }
    const verdict = await step('verifier', () => runVerifier(out, trust))
    const jointVerdict = joint === null ? null : await step('its verifier', () => runVerifier(join(out, 'joint'), trust))
    const auditor = await step('auditor verifier', () => runVerifier(join(out, 'auditor'), trust))
    const inspected = [...subjects.filter((subject) => subject !== replaced), substitute]
    const openings = await step('openings', () => openingsHold(staff.supervisor, objects.drawId, subjects.slice(0, 3), out, trust))
    const log = await step('log verify', () => runLogVerify(dataDir))
    const portal = await step('portal', () => portalShows(url, { subjects: inspected, drawIds, taskNo: task.taskNo, planNo: plan.planNo }))
    const done = await staff.organiser.api.tasks.get({ taskId: task.taskId })
    const { read, added, changed, unchanged, rejected } = rows.rows
    const drawn = objectDraw.selected ?? 0
    const held =
      [verdict, auditor].every((one) => one.verdict === 'held') &&
      openings.held &&
      log.ok &&
      portal.missing === 0 &&
      preview.feasible &&
      pairs.wrong === 0
    const counts = [entered, reviewed, done.published, subjects.length].every((n) => n === drawn) && drawn > 0 && done.state === 'done'
    // With a problem open the task waited; it is done since the last one was finished.
    const followedUp = finished === found.open && (found.open === 0 || before === 'executing')
    return {
      ok: held && counts && followedUp && (joint === null || (jointVerdict?.verdict === 'held' && isWhole(joint))),
      rows: { read, accepted: added + changed + unchanged, rejected },
      pool: objects.poolSize,
      drawn,
      officers: officerDraw.matching?.officers ?? 0,
      pairs: { teams: pairs.teams.length, wrong: pairs.wrong, belowLeast: preview.belowLeast, widened: preview.widened },
      load: { min: officerDraw.matching?.loadMin ?? 0, max: officerDraw.matching?.loadMax ?? 0 },
      entered,
      published: done.published,
      problems: { found: found.open, finished },
      portal,
      suite,
      mode,
      beacon: kind,
      task: { taskNo: task.taskNo, state: done.state },
      draws: drawIds,
      replaced: { subject: replaced, by: substitute, draw: replacement },
      joint: joint === null ? null : { ...joint, verdict: jointVerdict },
      officerReplaced: { subject: left?.subject ?? '', officer: left?.officerId ?? '', draw: seat },
      verdict,
      auditor,
      openings,
      log,
      ...(keep && { data: dataDir }),
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

/** The joint plan was adjusted, both tasks are done, visits were saved, and the change is applied. */
function isWhole({ versions, changed, tasks, merged, change }: JointYear): boolean {
  const done = tasks.every(({ state, drawn, published }) => state === 'done' && drawn > 0 && drawn === published)
  return versions === 2 && changed === 1 && done && merged.saved > 0 && change.before !== change.after
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

/** Sealed, every kind of firm is a class of its own that no public page may tell. */
function strataOf(mode: 'open' | 'sealed', ratePpm: number): Pick<work.TaskText, 'stratifyBy' | 'strata'> {
  if (mode === 'open') return { stratifyBy: 'none', strata: [{ name: '全部经营主体', values: [], ratePpm, rounding: 'half-up' }] }
  // Rounded down: together the strata draw no more than the row of the plan.
  const part = { ratePpm, rounding: 'floor', allowZero: true } as const
  return {
    stratifyBy: 'kind',
    strata: [
      { name: '企业', values: ['enterprise'], ...part },
      { name: '个体工商户', values: ['individual'], ...part },
      { name: '其他主体', values: [], ...part },
    ],
  }
}

/** Soon enough for a journey, late enough that every number is revealed before. */
function beaconPlan(kind: JourneyOptions['beacon']): work.BeaconPlan | null {
  const soon = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString()
  switch (kind) {
    case 'none':
      return null
    case 'drand':
      return { choice: () => ({ kind: 'drand', at: soon(4) }), announced: null }
    case 'announced':
      return {
        choice: () => ({
          kind: 'announced',
          what: '（演示）公布的号码',
          at: soon(4),
          later: [{ what: '（演示）下一期号码', at: soon(8) }],
        }),
        announced: '05 11 23 08 30 17',
      }
    default:
      return never(kind)
  }
}

function throwAwayConfig(dataDir: string, chain: TestChain | null): Config {
  const drand = chain === null ? {} : { MINGJIAN_DRAND: chain.url, MINGJIAN_DRAND_CHAIN: chain.file }
  const config = createConfig({ MINGJIAN_DATA: dataDir, PORT: '0', LOG_LEVEL: 'warn', ...drand })
  if (!config.ok) throw new Error(config.failure.problems.join('; '))
  return config.value
}

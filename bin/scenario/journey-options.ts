/** What the journey is asked on the command line. */
import { access, mkdir, readdir, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

const usage =
  'npm run journey -- --register FILE.csv [--rate 3] [--seed-officers 60] [--suite sha256|sm3] [--mode open|sealed] [--beacon none|announced|drand] [--joint yes|no] [--out DIR] [--keep]'

export type JourneyOptions = {
  readonly register: string
  readonly ratePpm: number
  readonly officers: number
  readonly suite: 'sha256' | 'sm3'
  readonly mode: 'open' | 'sealed'
  readonly beacon: 'none' | 'announced' | 'drand'
  /** Three departments' year besides: a joint plan, an adjustment, a merge, a change request. */
  readonly joint: boolean
  /** Public bundles go here, auditors' copies to `auditor/` in it, those of the joint year to `joint/`. */
  readonly out: string
  /** Leaves the data directory, to look at its database and its log afterwards. */
  readonly keep: boolean
}

/** Null when they are wrong, and then says so and sets the exit code 2. */
export async function readJourneyOptions(args: readonly string[]): Promise<JourneyOptions | null> {
  const refuse = (why: string): null => {
    console.error(`${why}\n${usage}`)
    process.exitCode = 2
    return null
  }
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        register: { type: 'string' },
        rate: { type: 'string', default: '3' },
        'seed-officers': { type: 'string', default: '60' },
        suite: { type: 'string', default: 'sha256' },
        mode: { type: 'string', default: 'open' },
        beacon: { type: 'string', default: 'none' },
        joint: { type: 'string', default: 'yes' },
        out: { type: 'string', default: join('.data', 'journey-out') },
        keep: { type: 'boolean', default: false },
      },
    })
    if (values.register === undefined) return refuse('--register names the register file')
    await access(values.register)
    const ratePpm = Math.round(Number(values.rate) * 10_000)
    if (!(ratePpm > 0 && ratePpm <= 1_000_000)) return refuse('--rate is a percentage above 0 and up to 100')
    const officers = Number(values['seed-officers'])
    if (!(Number.isInteger(officers) && officers > 0)) return refuse('--seed-officers is a whole number above 0')
    const { suite, mode, beacon } = values
    if (suite !== 'sha256' && suite !== 'sm3') return refuse('--suite is sha256 or sm3')
    if (mode !== 'open' && mode !== 'sealed') return refuse('--mode is open or sealed')
    if (beacon !== 'none' && beacon !== 'announced' && beacon !== 'drand') return refuse('--beacon is none, announced or drand')
    const { joint } = values
    if (joint !== 'yes' && joint !== 'no') return refuse('--joint is yes or no')
    const out = resolve(values.out)
    const folders = [out, join(out, 'auditor'), join(out, 'joint')]
    for (const folder of folders) {
      await mkdir(folder, { recursive: true })
      await removeEarlier(folder)
    }
    return { register: resolve(values.register), ratePpm, officers, suite, mode, beacon, joint: joint === 'yes', out, keep: values.keep }
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error))
  }
}

/** What an earlier journey left there: bundles of another house, signed by another log, would be checked together with those of this one. */
async function removeEarlier(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (/^([0-9]+-[OPR]-[0-9]+\.json|[0-9a-f]{64}\.jsonl|opening-[^/]+\.opening|test-chain\.drand)$/.test(name))
      await rm(join(folder, name))
  }
}

/** The verifier: recomputes a bundle from its own content and reports every check (draw protocol §8). It never throws, whatever the bytes are. */
import { fromUtf8 } from '../bytes.ts'
import { canonicalJson } from '../canonical.ts'
import { type CheckName, checkLabels } from './check-labels.ts'
import type { Bundle } from './documents.ts'
import { parseBundle } from './documents.ts'
import { parseJson } from './lines-file.ts'
import { type Check, failed, held, notChecked, type Outcome, type Verification, verdictOf } from './verification.ts'
import { bundleChecks } from './verify-checks.ts'
import { type Evidence, gather, type VerifyOptions } from './verify-evidence.ts'
import { matchingChecks } from './verify-matching.ts'

/** Every check of one bundle, in the order of `checkLabels`. */
export function verifyBundle(bytes: Uint8Array, options: VerifyOptions = {}): Verification {
  const read = guarded((): Read => readBundle(bytes), unreadable)
  const { bundle } = read
  const evidence =
    bundle &&
    guarded(
      (): Evidence | Outcome => gather(bundle, options),
      (found) => found,
    )
  const checks = checkNames.map(
    (check): Check => ({
      check,
      ...guarded(
        () => outcome(check, read, evidence),
        (found) => found,
      ),
    }),
  )
  return { drawId: bundle?.commit.drawId ?? null, kind: bundle?.commit.kind ?? null, checks, verdict: verdictOf(checks) }
}

/** What reading alone tells. */
export type Read = { readonly bundle: Bundle | null; readonly canonical: Outcome; readonly schema: Outcome }

/** The bundle inside a file's bytes, with the outcomes of reading it; null when it cannot be read. */
export function readBundle(bytes: Uint8Array): Read {
  const text = fromUtf8(bytes)
  const value = text === null ? undefined : parseJson(text)
  if (value === undefined) {
    const found = text === null ? 'not UTF-8' : 'not JSON'
    return unreadable(failed('canonical JSON', found))
  }
  return { canonical: checkCanonical(value, text ?? ''), ...checkSchema(value) }
}

const checkNames = Object.keys(checkLabels).filter((name): name is CheckName => Object.hasOwn(checkLabels, name))

function checkCanonical(value: unknown, text: string): Outcome {
  const canonical = canonicalJson(value)
  if (!canonical.ok) return failed('canonical JSON', `${canonical.failure.why} at ${canonical.failure.path || '/'}`)
  const expected = `${canonical.value}\n`
  if (text === expected) return held()
  let at = 0
  while (text[at] === expected[at]) at++
  return failed(
    `canonical JSON: at character ${at} ${JSON.stringify(expected.slice(at, at + 20))}`,
    JSON.stringify(text.slice(at, at + 20)),
  )
}

function checkSchema(value: unknown): Pick<Read, 'bundle' | 'schema'> {
  const bundle = parseBundle(value)
  if (bundle.ok) return { bundle: bundle.value, schema: held(bundle.value.format) }
  const { problems } = bundle.failure
  const first = problems.slice(0, 5).map(({ path, expected }) => `${path || '/'}: ${expected}`)
  return { bundle: null, schema: failed('a bundle of mingjian-draw/1', `${problems.length} problems: ${first.join('; ')}`) }
}

function outcome(check: CheckName, read: Read, evidence: Evidence | Outcome | null): Outcome {
  if (check === 'canonical') return read.canonical
  if (check === 'schema') return read.schema
  if (!evidence) return notChecked('unreadable')
  return 'status' in evidence ? evidence : computed[check](evidence)
}

const computed: Readonly<Record<Exclude<CheckName, 'canonical' | 'schema'>, (evidence: Evidence) => Outcome>> = {
  ...bundleChecks,
  ...matchingChecks,
  serials: () => notChecked('single_bundle'),
  object_draw: ({ bundle }) => notChecked(bundle.commit.kind === 'O' ? 'not_an_officer_draw' : 'other_bundle_absent'),
}

const unreadable = (found: Outcome): Read => ({ bundle: null, canonical: found, schema: found })

/** A hostile bundle may reach a path that throws; the check is then failed, never passed and never lost. */
function guarded<T>(run: () => T, instead: (outcome: Outcome) => T): T {
  try {
    return run()
  } catch (error) {
    return instead(failed('a bundle that can be computed', error instanceof Error ? error.message : 'an error'))
  }
}

/** Checks across the bundles of one directory: no draw is missing or doubled, and officers were matched to what the object draw drew (§2, §6). */
import type { Bundle, CommitDocument } from './documents.ts'
import { parseDrawId } from './draw-id.ts'
import type { ReplacementCommit } from './replacement.ts'
import { all, type Check, failed, held, notChecked, type Outcome, same, type Verification, verdictOf } from './verification.ts'
import { readBundle, verifyBundle } from './verify.ts'
import type { VerifyOptions } from './verify-evidence.ts'
import { checkFactsObjects } from './verify-facts.ts'
import { checkOfficerDraw } from './verify-seats.ts'

export type NamedBundle = { readonly name: string; readonly bytes: Uint8Array }
export type NamedVerification = Verification & { readonly name: string }

/** The verification of every bundle, where `serials` and `object_draw` are answered from the others. The verdict is that of all together. */
export function verifyBundles(
  bundles: readonly NamedBundle[],
  options: VerifyOptions & { /** All bundles of their tasks are here: a gap is a missing draw. */ readonly complete: boolean },
): { readonly verifications: readonly NamedVerification[]; readonly verdict: Verification['verdict'] } {
  const read = bundles.map(({ bytes }) => readBundle(bytes).bundle)
  const known = read.filter((bundle) => bundle !== null)
  const verifications = bundles.map(({ name, bytes }, i): NamedVerification => {
    const alone = verifyBundle(bytes, options)
    const bundle = read[i]
    if (!bundle) return { name, ...alone }
    const across: Partial<Record<Check['check'], Outcome>> = {
      serials: checkSerials(bundle, known, options.complete),
      ...(bundle.commit.kind !== 'O' && { object_draw: checkObjectDraw(bundle, known, options) }),
      ...checkSubjects(bundle, alone, known, options),
    }
    const checks = alone.checks.map((one): Check => ({ check: one.check, ...(across[one.check] ?? one) }))
    return { name, ...alone, checks, verdict: verdictOf(checks) }
  })
  return { verifications, verdict: verifications.every(({ verdict }) => verdict === 'held') ? 'held' : 'failed' }
}

/**
 * Serials have no gaps, and a task has one draw of objects, one of officers per department, and replacements one after another (§2). A void draw
 * has no bundle, but a later draw that names it in `supersedes` accounts for it and for those before it; any other gap is a draw that somebody
 * would rather not show.
 */
function checkSerials({ commit }: Bundle, known: readonly Bundle[], complete: boolean): Outcome {
  const siblings = known.map((bundle) => bundle.commit).filter(({ task, kind }) => task === commit.task && kind === commit.kind)
  const declaredVoid = new Set(siblings.map(({ supersedes }) => supersedes))
  if (declaredVoid.has(commit.drawId)) return failed('no result of a void draw', commit.drawId)
  const rivals = siblings.filter(({ drawId, kind, dept }) => {
    if (drawId === commit.drawId) return true
    return kind !== 'R' && !declaredVoid.has(drawId) && (kind === 'O' || dept === commit.dept)
  })
  if (rivals.length > 1) return failed('one draw with a result', rivals.map(({ drawId }) => drawId).join(' '))

  const present = new Set(siblings.map(({ drawId }) => serialOf(drawId)))
  const last = serialOf(commit.drawId)
  const missing = Array.from({ length: last - 1 }, (_, i) => i + 1).filter((serial) => !present.has(serial))
  const unexplained = missing.filter((serial) => !isExplained(serial, siblings))
  if (unexplained.length > 0)
    return complete ? failed(`draws 1 to ${last}`, `no ${unexplained.slice(0, 20).join(', ')}`) : notChecked('single_bundle')
  return missing.length > 0 ? notChecked('superseded_void') : held(`1…${last}`)
}

/** Objects and officers: a void draw at or after it is named. Replacements: the next draw that is here names the one before itself as void. */
function isExplained(serial: number, siblings: readonly CommitDocument[]): boolean {
  if (siblings[0]?.kind !== 'R') return siblings.some(({ supersedes }) => serialOf(supersedes ?? '') >= serial)
  const next = siblings.reduce<CommitDocument | null>(
    (found, one) => (serialOf(one.drawId) > serial && (found === null || serialOf(one.drawId) < serialOf(found.drawId)) ? one : found),
    null,
  )
  return next !== null && serialOf(next.supersedes ?? '') === serialOf(next.drawId) - 1
}

/** Facts that hold by themselves tell of the firms that the object draw sealed, where its members are here too (§6). */
function checkSubjects(
  bundle: Bundle,
  { checks }: Verification,
  known: readonly Bundle[],
  { readFile }: VerifyOptions,
): { readonly matching_facts?: Outcome } {
  const held = checks.some(({ check, status }) => check === 'matching_facts' && status === 'ok')
  const objects = held && known.find(({ commit: { drawId } }) => drawId === bundle.commit.matching?.objectDraw)
  const found = objects ? checkFactsObjects(bundle, objects, readFile) : null
  return found === null || found.status === 'ok' ? {} : { matching_facts: found }
}

const serialOf = (drawId: string): number => parseDrawId(drawId)?.serial ?? 0

function checkObjectDraw(
  bundle: Bundle,
  known: readonly Bundle[],
  { complete, readFile }: Pick<VerifyOptions, 'readFile'> & { readonly complete: boolean },
): Outcome {
  const { commit } = bundle
  if (commit.seats) return checkOfficerDraw(bundle, commit.seats, { known, complete, ...(readFile && { readFile }) })
  const bound = commit.matching ?? commit.replacement
  const objects = known.find(({ commit: { drawId } }) => drawId === bound?.objectDraw)
  const result = objects ? same(objects.result.selectedRoot, bound?.objectsRoot ?? '') : notChecked('other_bundle_absent')
  if (!commit.replacement) return result
  const pool = objects
    ? all(same(objects.commit.suite, commit.suite), same(objects.commit.mode, commit.mode), samePool(objects, bundle))
    : held()
  return all(pool, result, checkEarlier(bundle, commit.replacement, known, complete))
}

const samePool = ({ commit: objects, result }: Bundle, { commit, replacement }: Bundle): Outcome =>
  all(
    same(`${objects.poolSize} ${objects.poolRoot}`, `${commit.poolSize} ${commit.poolRoot}`),
    same(result.selectedCount, commit.replacement?.objectCount ?? 0),
    replacement && 'file' in replacement.selected && 'file' in result.selected
      ? same(result.selected.hash, replacement.selected.hash)
      : held(),
  )

/** A replacement names what every earlier one drew, so that none can be left out, and no object is replaced twice. */
function checkEarlier({ commit }: Bundle, bound: ReplacementCommit, known: readonly Bundle[], complete: boolean): Outcome {
  const others = known
    .filter((one) => one.commit.replacement && one.commit.task === commit.task && one.commit.drawId !== commit.drawId)
    .sort((a, b) => serialOf(a.commit.drawId) - serialOf(b.commit.drawId))
  const twice = others.find((one) => one.commit.replacement?.replaces === bound.replaces)
  if (twice) return failed(`${bound.replaces} replaced once`, twice.commit.drawId)
  const taken = others
    .filter((one) => serialOf(one.commit.drawId) < serialOf(commit.drawId))
    .flatMap(({ result }) => ('file' in result.selected ? [] : result.selected.map(({ leaf }) => leaf)))
  const isThere = taken.join(' ') === bound.earlier.filter((leaf) => taken.includes(leaf)).join(' ')
  if (isThere && taken.length === bound.earlier.length) return held(String(taken.length))
  if (!isThere || complete)
    return failed(`${taken.length} earlier: ${taken.join(' ')}`, `${bound.earlier.length}: ${bound.earlier.join(' ')}`)
  return notChecked('other_bundle_absent')
}

/** Checks across the bundles of one directory: no draw is missing or doubled, and officers were matched to what the object draw drew (§2, §6). */
import type { Bundle } from './documents.ts'
import { parseDrawId } from './draw-id.ts'
import { type Check, failed, held, notChecked, type Outcome, same, type Verification, verdictOf } from './verification.ts'
import { readBundle, type VerifyOptions, verifyBundle } from './verify.ts'

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
      ...(bundle.commit.matching && { object_draw: checkObjectDraw(bundle, known) }),
    }
    const checks = alone.checks.map((one): Check => ({ check: one.check, ...(across[one.check] ?? one) }))
    return { name, ...alone, checks, verdict: verdictOf(checks) }
  })
  return { verifications, verdict: verifications.every(({ verdict }) => verdict === 'held') ? 'held' : 'failed' }
}

/**
 * Serials have no gaps, and a task has one draw of a kind, officers one per department (§2). A void draw has no bundle, but a later draw that
 * names it in `supersedes` accounts for it and for those before it; any other gap is a draw that somebody would rather not show.
 */
function checkSerials({ commit }: Bundle, known: readonly Bundle[], complete: boolean): Outcome {
  const siblings = known.map((bundle) => bundle.commit).filter(({ task, kind }) => task === commit.task && kind === commit.kind)
  const declaredVoid = new Set(siblings.map(({ supersedes }) => supersedes))
  if (declaredVoid.has(commit.drawId)) return failed('no result of a void draw', commit.drawId)
  const rivals = siblings.filter(({ drawId, kind, dept }) => !declaredVoid.has(drawId) && (kind === 'O' || dept === commit.dept))
  if (rivals.length > 1) return failed('one draw with a result', rivals.map(({ drawId }) => drawId).join(' '))

  const present = new Set(siblings.map(({ drawId }) => serialOf(drawId)))
  const lastVoid = Math.max(0, ...siblings.map(({ supersedes }) => serialOf(supersedes ?? '')))
  const last = serialOf(commit.drawId)
  const missing = Array.from({ length: last - 1 }, (_, i) => i + 1).filter((serial) => !present.has(serial))
  const unexplained = missing.filter((serial) => serial > lastVoid)
  if (unexplained.length > 0)
    return complete ? failed(`draws 1 to ${last}`, `no ${unexplained.slice(0, 20).join(', ')}`) : notChecked('single_bundle')
  return missing.length > 0 ? notChecked('superseded_void') : held(`1…${last}`)
}

const serialOf = (drawId: string): number => parseDrawId(drawId)?.serial ?? 0

function checkObjectDraw({ commit }: Bundle, known: readonly Bundle[]): Outcome {
  const objects = known.find((bundle) => bundle.commit.drawId === commit.matching?.objectDraw)
  if (!objects) return notChecked('other_bundle_absent')
  return same(objects.result.selectedRoot, commit.matching?.objectsRoot ?? '')
}

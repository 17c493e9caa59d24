/** Openings beside bundles: which draw an opening belongs to, and what it proves there. */
import type { Bundle } from '#core/draws/documents.ts'
import { type OpeningDocument, type OpeningVerification, readOpening, verifyOpening } from '#core/draws/opening.ts'
import type { ReadFile } from '#core/draws/verify-evidence.ts'

/** A bundle that was verified: `held` is its own verdict, `missing` the lists that were not given. */
export type KnownBundle = { readonly bundle: Bundle | null; readonly held: boolean; readonly missing: readonly string[] }

/** `name` is that of the file. The answer of an opening counts only when its bundle held as well. */
export type OpeningReport =
  | {
      readonly state: 'checked'
      readonly name: string
      readonly opening: OpeningDocument
      readonly poolSize: number
      readonly bundleHeld: boolean
      readonly verification: OpeningVerification
    }
  | { readonly state: 'unreadable'; readonly name: string }
  | { readonly state: 'no_bundle'; readonly name: string; readonly drawId: string }

/** An opening as a file. */
export function openFile(
  { name, bytes }: { readonly name: string; readonly bytes: Uint8Array },
  known: readonly KnownBundle[],
  readFile: ReadFile,
): OpeningReport {
  const opening = readOpening(bytes)
  return opening.ok ? checkOpening(name, opening.value, known, readFile) : { state: 'unreadable', name }
}

export function checkOpening(name: string, opening: OpeningDocument, known: readonly KnownBundle[], readFile: ReadFile): OpeningReport {
  const found = known.find(({ bundle }) => bundle?.commit.drawId === opening.drawId)
  if (!found?.bundle) return { state: 'no_bundle', name, drawId: opening.drawId }
  const { bundle, held, missing } = found
  const { selected } = bundle.result
  // A list that was not given is not checked; one that was given and is wrong fails.
  const verification =
    'file' in selected && missing.includes(selected.file) ? verifyOpening(opening, bundle) : verifyOpening(opening, bundle, readFile)
  return { state: 'checked', name, opening, poolSize: bundle.commit.poolSize, bundleHeld: held, verification }
}

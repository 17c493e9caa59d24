/** How the papers of a draw say its facts: in Chinese, in Beijing time, with the numbers grouped. */

import { create } from 'qrcode'
import { drawParties } from '#core/draws/parties.ts'
import { type DrawState, drawStates } from '#core/draws/state.ts'
import type { SuiteId } from '#core/hash/suite.ts'
import { type Instant, wallClock } from '#core/time.ts'

export type DrawKindWords = keyof typeof kinds

/** What both papers say of a draw from its COMMIT on. Instants are UTC with milliseconds, hashes lowercase hex. */
export type DrawFacts = {
  readonly drawId: string
  readonly kind: DrawKindWords
  readonly state: DrawState
  readonly suite: SuiteId
  /** The organisation that holds the draw. */
  readonly issuer: string
  readonly task: { readonly no: string; readonly name: string }
  readonly plan: { readonly no: string; readonly name: string | null } | null
  readonly frame: FrameFacts
  readonly registerCount: number
  readonly poolSize: number
  readonly poolRoot: string
  readonly commitHash: string
  readonly beacon: BeaconFacts | null
  readonly seed: string | null
  readonly selectedCount: number | null
  readonly selectedRoot: string | null
  readonly resultHash: string | null
  /** Address of the public portal, for the QR code. */
  readonly publicUrl: string
}

export type StratumFacts = {
  readonly name: string
  readonly n: number
  /** Null where the stratum has a fixed number. */
  readonly ratePpm: number | null
  readonly rounding: string | null
  readonly target: number
}

/** A sealed draw's papers carry totals only, whoever reads them: risk classes are not public by law. */
export type FrameFacts =
  | { readonly mode: 'open'; readonly strata: readonly StratumFacts[] }
  | { readonly mode: 'sealed'; readonly target: number | null }

export type BeaconFacts =
  | {
      readonly kind: 'drand'
      readonly chain: string
      /** The round that is due, and when it is made; null where the chain is not known to this house. */
      readonly round: number
      readonly at: string | null
      readonly value: { readonly round: number; readonly signature: string } | null
    }
  | {
      readonly kind: 'announced'
      readonly what: string
      readonly at: string
      readonly value: { readonly what: string; readonly at: string; readonly value: string } | null
    }

const kinds = { O: '检查对象抽取', P: '执法检查人员抽取', R: '抽中对象更换抽取' } as const
const roundings: Readonly<Record<string, string>> = {
  'half-up': '四舍五入',
  floor: '向下取整',
  ceil: '向上取整',
  max1: '四舍五入，至少 1',
}

export const kindName = (kind: DrawKindWords): string => kinds[kind]
export const stateName = (state: DrawState): string => drawStates[state].zh
export const partyName = (party: string): string => Object.entries(drawParties).find(([code]) => code === party)?.[1].zh ?? party
export const suiteName = (suite: SuiteId): string => (suite === 'sm3' ? 'SM3（GB/T 32905）' : 'SHA-256')
export const modeName = (mode: 'open' | 'sealed'): string => (mode === 'open' ? '公开模式' : '密封模式')

/** Minutes are enough on paper; the log has the milliseconds. */
export const when = (at: string | null): string => (at === null ? '—' : wallClock(at as Instant)) // instants of the draw's documents

export const count = (n: number): string => n.toLocaleString('en-US')

/** Parts per million as a percentage without a float: 12500 → `1.25%`. */
export function percent(ppm: number): string {
  const rest = String(ppm % 10_000)
    .padStart(4, '0')
    .replace(/0+$/, '')
  return `${Math.floor(ppm / 10_000)}${rest === '' ? '' : `.${rest}`}%`
}

/** How the target of a stratum came about. */
export const ruleOf = ({ ratePpm, rounding }: StratumFacts): string =>
  ratePpm === null ? '固定数' : `${percent(ratePpm)}，${roundings[rounding ?? 'half-up'] ?? rounding}`

/** The number asked for, over all strata. */
export const targetOf = (frame: FrameFacts): number | null =>
  frame.mode === 'sealed' ? frame.target : frame.strata.reduce((sum, { target }) => sum + target, 0)

/** A QR code as SVG: dark modules as one path, so that every printer draws it sharp. */
export function qrCode(text: string): string {
  const { size, data } = create(text, { errorCorrectionLevel: 'M' }).modules
  const dark = Array.from(data).flatMap((module, i) => (module ? [`M${i % size} ${Math.floor(i / size)}h1v1h-1z`] : []))
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><path d="${dark.join('')}"/></svg>`
}

/** Where a phone that reads the QR code verifies the draw. */
export const verifyAddress = (publicUrl: string, drawId: string): string =>
  `${publicUrl.replace(/\/+$/, '')}/verify/?draw=${encodeURIComponent(drawId)}`

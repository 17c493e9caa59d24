/** How long calls take, told so that a noisy machine is seen: each call several times, the best of them and the first. */

export type Times = {
  /** Milliseconds at the percentile of the calls, each at its best. */
  readonly p50: number
  readonly p95: number
  readonly max: number
  /** The same percentile of each call's first time, before anything of it was in a cache. */
  readonly firstP95: number
  /** What took longest at its best, with its milliseconds. */
  readonly slowest: readonly string[]
  /** Calls that did not answer as asked. */
  readonly failed: number
}

export type Call = { readonly name: string; readonly run: () => Promise<unknown> }

const rounds = 3

/** All calls once, then all of them again, so that what one of them warms is not what it meets next. */
export async function timesOf(calls: readonly Call[]): Promise<Times> {
  const taken = calls.map((): number[] => [])
  const failed = new Set<number>()
  for (let round = 0; round < rounds; round++)
    for (const [index, { run }] of calls.entries()) {
      const from = performance.now()
      // What is refused or given up on has taken its time, too; its name says so among the slowest.
      await run().catch(() => failed.add(index))
      taken[index]?.push(performance.now() - from)
    }
  const best = taken.map((of) => Math.min(...of))
  const worst = best
    .map((ms, index) => ({ ms, name: `${calls[index]?.name ?? ''}${failed.has(index) ? ' (FAILED)' : ''}` }))
    .sort((a, b) => b.ms - a.ms)
    .slice(0, 5)
  return {
    p50: percentile(best, 50),
    p95: percentile(best, 95),
    max: percentile(best, 100),
    firstP95: percentile(
      taken.map(([first]) => first ?? 0),
      95,
    ),
    failed: failed.size,
    slowest: worst.map(({ ms, name }) => `${name} ${ms.toFixed(0)}`),
  }
}

/** The best of several runs, in milliseconds. */
export async function bestOf(run: () => Promise<unknown>, times = rounds): Promise<number> {
  let best = Number.POSITIVE_INFINITY
  for (let i = 0; i < times; i++) {
    const from = performance.now()
    await run()
    best = Math.min(best, performance.now() - from)
  }
  return best
}

/** The value below which that many per cent of the values are. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1))] ?? 0
}

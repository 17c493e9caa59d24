/** What every bench prints: lines for people, and as its last line one JSON object with its figures and bars. */

export type Bar = { readonly name: string; readonly value: number; readonly limit: number; readonly ok: boolean }

/** A bar that wants at least (`min`) or at most (`max`) the limit. */
export const bar = (name: string, value: number, kind: 'min' | 'max', limit: number): Bar => ({
  name,
  value: round(value),
  limit,
  ok: kind === 'min' ? value >= limit : value <= limit,
})

/** Prints the report; the exit code says whether every bar held. */
export function report(bench: string, figures: Readonly<Record<string, number>>, bars: readonly Bar[]): void {
  console.log('')
  for (const [name, value] of Object.entries(figures)) console.log(`  ${name.padEnd(44)} ${round(value)}`)
  for (const { name, value, limit, ok } of bars) console.log(`  ${ok ? 'held  ' : 'MISSED'} ${name}: ${value} (limit ${limit})`)
  console.log(
    JSON.stringify({ bench, figures: Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, round(value)])), bars }),
  )
  process.exitCode = bars.every(({ ok }) => ok) ? 0 : 1
}

export async function timed<T>(run: () => Promise<T>): Promise<{ readonly value: T; readonly seconds: number }> {
  const start = performance.now()
  const value = await run()
  return { value, seconds: (performance.now() - start) / 1000 }
}

const round = (value: number): number => Math.round(value * 1000) / 1000

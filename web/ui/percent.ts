/** Rates as people write them (percent, at most four decimals) and as the protocol holds them (integers in parts per million). */

/** `3` → 30000, `0.05` → 500, `12.3456` → 123456; null when it is not a percentage of 0 to 100 with at most four decimals.
 * Full-width digits, which a Chinese input method leaves behind, are taken. */
export function ppmOfPercent(text: string): number | null {
  const match = /^(\d{1,3})(?:\.(\d{1,4}))?$/.exec(text.normalize('NFKC').replace('%', '').trim())
  if (match === null) return null
  // Integers only: 4.1 × 10000 in floating point is 40999.99….
  const ppm = Number(match[1]) * 10_000 + Number((match[2] ?? '').padEnd(4, '0'))
  return ppm <= 1_000_000 ? ppm : null
}

/** 30000 → `3`, 500 → `0.05`. */
export function percentOfPpm(ppm: number): string {
  const decimals = String(ppm % 10_000)
    .padStart(4, '0')
    .replace(/0+$/, '')
  return `${Math.floor(ppm / 10_000)}${decimals === '' ? '' : `.${decimals}`}`
}

/** n × rate with two decimals, truncated, from integers: 74036 at 30000 ppm → `2,221.08`. */
export function product(n: number, ppm: number): string {
  const hundredths = (BigInt(n) * BigInt(ppm)) / 10_000n
  return `${(hundredths / 100n).toLocaleString('en-US')}.${String(hundredths % 100n).padStart(2, '0')}`
}

/** Tickets on a scale from 0 to 1. A ticket is 32 bytes, even over its whole range; 13 hex digits of it are as fine as a number can be. */

/** The share of all tickets that are smaller. */
export const shareOf = (ticket: string): number => Number.parseInt(ticket.slice(0, 13), 16) / 16 ** 13

/** How far to enlarge, in powers of ten, so that both marks can be told apart and stay on the scale. */
export function scaleOf(ticket: number, threshold: number): number {
  const largest = Math.max(ticket, threshold)
  let times = 1
  while (times < 1_000_000 && largest * times * 10 <= 0.95) times *= 10
  return times
}

/** 0.0198 → 1.98%; small ones keep two figures. */
export function shareWords(share: number): string {
  const percent = share * 100
  return `${percent >= 0.1 || percent === 0 ? percent.toFixed(2) : percent.toPrecision(2)}%`
}

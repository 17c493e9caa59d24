/** “Why was my firm drawn, or not?”: one subject in one draw, answered from the published list and the public files. */
import { parseSubject } from '#core/draws/subject.ts'
import { parseCode } from '#core/registers/uscc.ts'
import type { Db } from '#db/connect.ts'
import { findEntity } from '../registers/store.ts'
import type { DrawFiles } from './draw-files.ts'
import type { Draw, Stratum } from './published-draw.ts'
import { cutLine, findDrawn } from './store.ts'

/** `order` is null while the drawn list is not published. `ticket` and `cut` are 64 hex digits; the smaller the ticket, the earlier the place. */
export type WhyMe =
  | ({ readonly answer: 'drawn'; readonly subject: string; readonly name: string | null; readonly order: number | null } & Lot)
  | ({ readonly answer: 'not_drawn'; readonly subject: string; readonly name: string | null } & Lot)
  | { readonly answer: 'not_in_pool'; readonly subject: string }
  /** The list of the draw is not public, or its file cannot be had now. */
  | { readonly answer: 'not_known'; readonly subject: string }

export type Lot = { readonly stratum: Stratum | null; readonly ticket: string; readonly cut: string | null }

/** Reads what a person typed; null when it is not the code of anything. */
export function readCode(typed: string): string | null {
  const code = parseCode(typed)
  if (code.ok) return code.value
  return typed.includes(':') ? parseSubject(typed) : null
}

/** Whether and why a subject was drawn. The draw has a result. */
export async function whyMe(db: Db, files: DrawFiles, draw: Draw, subject: string): Promise<WhyMe> {
  const drawn = await findDrawn(db, draw.id, subject)
  if (drawn !== null && drawn.stratum !== null && drawn.ticket !== null)
    return { answer: 'drawn', subject, name: drawn.name, order: drawn.order, ...(await lotOf(db, draw, drawn.stratum, drawn.ticket)) }

  const bundle = draw.bundleSha256 === null ? null : await files.bundle(draw.bundleSha256)
  if (bundle === null || bundle.ticketOf === null) return { answer: 'not_known', subject }
  const stratum = await stratumOf(files, draw, bundle.inline, subject)
  if (stratum === undefined) return { answer: 'not_known', subject }
  if (stratum === null) return { answer: 'not_in_pool', subject }
  const ticket = bundle.ticketOf(subject, stratum)
  if (ticket === null) return { answer: 'not_known', subject }
  const name = (await findEntity(db, subject))?.name ?? null
  const lot = await lotOf(db, draw, stratum, ticket)
  // The names of the drawn are published when the draw is closed; until then the ticket alone tells.
  if (draw.state !== 'closed' && isWithin(lot)) return { answer: 'drawn', subject, name, order: null, ...lot }
  return { answer: 'not_drawn', subject, name, ...lot }
}

async function stratumOf(
  files: DrawFiles,
  draw: Draw,
  inline: ReadonlyMap<string, string> | null,
  subject: string,
): Promise<string | null | undefined> {
  if (inline !== null) return inline.get(subject) ?? null
  return draw.poolSha256 === null ? undefined : await files.stratumIn(draw.poolSha256, subject)
}

async function lotOf(db: Db, draw: Draw, stratumId: string, ticket: string): Promise<Lot> {
  const stratum = draw.strata.find(({ id }) => id === stratumId) ?? null
  return { stratum, ticket, cut: stratum?.threshold ?? (await cutLine(db, draw.id, stratumId)) }
}

/** True when the ticket is inside the cut line. */
export const isWithin = ({ ticket, cut }: Lot): boolean => cut !== null && ticket <= cut

/** A 256-bit number as a part of the whole range, 0 to 1: where it lies on the line of all possible tickets. */
export const shareOf = (ticket: string): number => Number.parseInt(ticket.slice(0, 13), 16) / 2 ** 52

/** Two places on the line as per cent, with as many digits (two to six) as it takes to tell them apart. */
export function asPercents(a: number, b: number): readonly [string, string] {
  for (let digits = 2; ; digits++) {
    const texts = [`${(a * 100).toFixed(digits)}%`, `${(b * 100).toFixed(digits)}%`] as const
    if (texts[0] !== texts[1] || digits === 6) return texts
  }
}

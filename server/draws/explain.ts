/** 抽取说明: for one subject and one year, in which pools, why excluded, with which ticket, drawn or not, by which proof; and the opening to keep. */
import type { Explained } from '#contract/draws.ts'
import { can } from '#core/access/can.ts'
import { fromHex, hex } from '#core/bytes.ts'
import { makeOpening } from '#core/draws/opening.ts'
import { parseSubject } from '#core/draws/subject.ts'
import { ticketer } from '#core/draws/tickets.ts'
import type { Tx } from '#db/connect.ts'
import type { FileStore } from '#server/files/store.ts'
import { command, query } from '#server/http/call.ts'
import { os } from '#server/http/os.ts'
import { Problem } from '#server/http/problem.ts'
import { logPositionsOf } from '#server/log/store.ts'
import * as drawnStore from './drawn-store.ts'
import { eventOf } from './events.ts'
import { reasonIn } from './excluded-file.ts'
import { getDraw } from './life.ts'
import { findMember, openPoolFile } from './pool-file.ts'
import { seesStrata } from './present.ts'
import { thresholdsOf } from './publish.ts'
import { replacedBy } from './replacement-store.ts'
import * as store from './store.ts'

export const explainHandlers = {
  explain: os.draws.explain.handler(
    query(async ({ input, tx, actor, services }) => {
      const subject = parseSubject(input.subject)
      if (subject === null) throw new Problem('subject_unreadable', { subject: input.subject })
      const entity = await drawnStore.entityHead(tx, subject)
      const draws = await store.drawsOfYear(tx, input.year, entity?.regionPath ?? null, actor.orgPath)
      const rows: Explained[] = []
      for (const draw of draws) {
        if (!can(actor, 'draw.explain', draw).allowed) continue
        const row = await explainOne(tx, services.files, draw, subject, seesStrata(draw, actor))
        if (row !== null) rows.push(row)
      }
      return { subject, name: entity?.name ?? null, rows }
    }),
  ),

  issueOpening: os.draws.issueOpening.handler(
    command('draw.opening_issue', async ({ input, tx, actor, record, services }) => {
      const draw = await getDraw(tx, actor, input.drawId)
      if (draw.kind !== 'O' || (draw.state !== 'result' && draw.state !== 'closed'))
        throw new Problem('wrong_state', { state: draw.state, verb: 'issueOpening' })
      const subject = parseSubject(input.subject)
      const place = subject === null ? null : await placeOf(tx, services.files, draw, subject)
      if (subject === null || place === null) throw new Problem('subject_not_in_pool', { subject: input.subject })
      const { commit, key, stratum, index, path } = place
      const opening = makeOpening({ commit, key, subject, stratum, index, path })
      record(`draw:${draw.id}`, { subject })
      return { opening: { ...opening } }
    }),
  ),
}

async function explainOne(
  tx: Tx,
  files: FileStore,
  draw: store.DrawRecord,
  subject: string,
  withStratum: boolean,
): Promise<Explained | null> {
  const head = { drawId: draw.id, taskName: draw.taskName, orgName: draw.orgName, mode: draw.mode, state: draw.state, at: draw.createdAt }
  const nothing = {
    reason: null,
    stratum: null,
    leaf: null,
    index: null,
    ticket: null,
    threshold: null,
    order: null,
    logIndex: null,
    replacedBy: null,
  }
  const drawn = await drawnStore.findDrawn(tx, draw.id, subject)
  if (draw.kind === 'R' && drawn === null) return null
  const row = { ...head, kind: draw.kind === 'R' ? ('R' as const) : ('O' as const), poolSize: draw.poolSize, ...nothing }
  if (draw.state === 'void') return { ...row, standing: 'void' }
  // Before the result is there, the list is sealed for everyone.
  if (draw.state !== 'result' && draw.state !== 'closed') return { ...row, standing: 'no_result' }
  const logIndex = (await logPositionsOf(tx, draw.id)).find(({ type }) => type === 'result')?.index ?? null
  if (drawn !== null && draw.kind === 'R') return { ...row, standing: 'drawn', ...drawn, stratum: null, logIndex }
  const place = await placeOf(tx, files, draw, subject)
  if (place === null) {
    const file = (await store.filesOf(tx, draw.id)).find(({ role }) => role === 'excluded')
    const reason = file === undefined ? null : await reasonIn(files.path(file.sha256), subject)
    // A reason that tells the class of risk is as secret as the class.
    const told = reason === 'drawn_this_year_low_risk' && !withStratum ? 'drawn_this_year' : reason
    return { ...row, standing: reason === null ? 'not_in_register' : 'excluded', reason: told, logIndex }
  }
  return {
    ...row,
    standing: drawn === null ? 'not_drawn' : 'drawn',
    stratum: withStratum ? place.stratumName : null,
    leaf: place.leaf,
    index: place.index,
    ticket: place.ticket,
    threshold: withStratum ? ((await thresholdsOf(tx, draw.id)).get(place.stratum) ?? null) : null,
    order: drawn?.order ?? null,
    logIndex,
    replacedBy: (await replacedBy(tx, draw.taskId, [subject])).get(subject) ?? null,
  }
}

/** Where a subject stands in the pool of a draw with a result; null when it is not in it. */
async function placeOf(tx: Tx, files: FileStore, draw: store.DrawRecord, subject: string) {
  const events = await store.eventsOf(tx, draw.id)
  const [frozen, commit, result] = [eventOf(events, 'freeze'), eventOf(events, 'commit'), eventOf(events, 'result')]
  const packed = (await store.filesOf(tx, draw.id)).find(({ role }) => role === 'packed')
  if (frozen === null || commit === null || result === null) return null
  if (packed === undefined) throw new Problem('draw_files_missing')
  const { key } = await store.secretOf(tx, draw.id)
  const ids = frozen.document.strata.map(({ id }) => id)
  const pool = await openPoolFile(files.path(packed.sha256))
  try {
    const member = await findMember(pool, { suite: draw.suite, drawId: draw.id, key, strata: ids }, subject)
    if (member === null) return null
    const { index, leaf } = member
    const { commitHash, seed } = result.document
    const ticket = new Uint8Array(32)
    ticketer({ suite: draw.suite, drawId: draw.id, commitHash, seed: fromHex(seed) })(fromHex(leaf), 0, ticket, 0)
    const stratum = ids[member.stratum] ?? ''
    const stratumName = frozen.document.strataNames[member.stratum] ?? stratum
    return { index, leaf, path: await pool.path(index), ticket: hex(ticket), commit: commit.document.commit, key, stratum, stratumName }
  } finally {
    await pool.close()
  }
}

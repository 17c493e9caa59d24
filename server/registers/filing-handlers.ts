/** 名录备案: the register as a file, sent to the level above, and its answer. */
import { randomUUID } from 'node:crypto'
import { type Ability, type Actor, allowed, refused, within } from '#core/access/can.ts'
import { mayDecide } from '#core/registers/filing.ts'
import { dateAt } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { insertFile } from '#server/files/rows.ts'
import { command, inScope, query } from '#server/http/call.ts'
import { os } from '#server/http/os.ts'
import { found, Problem, unwrap } from '#server/http/problem.ts'
import { fileResponse, type StreamHandler } from '#server/http/streams.ts'
import { registerCsv } from './filing-file.ts'
import * as store from './filing-store.ts'
import { scopeOf, todayOf } from './officer-handlers.ts'
import { registerOf } from './officer-store.ts'

export const filingHandlers = {
  submitFiling: os.officers.submitFiling.handler(
    command('officer.file', async (call) => {
      const { input, tx, actor, now, services, record } = call
      const superior = await store.superiorOf(tx, actor)
      if (superior === null) throw new Problem('filing_no_superior')
      const officers = await registerOf(tx, { orgPath: actor.orgPath, dept: actor.dept }, await todayOf(call))
      if (officers.length === 0) throw new Problem('filing_empty')
      const bytes = await services.files.put([new TextEncoder().encode(registerCsv(officers))])
      const name = `执法检查人员名录-${actor.orgName}-${dateAt(now)}.csv`
      const fileId = await insertFile(tx, { ...bytes, name, mediaType: 'text/csv; charset=utf-8', createdBy: actor.id, createdAt: now })
      const id = randomUUID()
      const { orgPath, dept, orgName } = actor
      const place = { orgPath, dept, orgName, toPath: superior.path }
      await store.insertFiling(tx, { id, ...place, fileId, officers: officers.length, note: input.note, by: actor, at: now })
      record(`filing:${id}`, { officers: officers.length, sha256: bytes.sha256, note: input.note })
      return { filingId: id }
    }),
  ),

  listFilings: os.officers.listFilings.handler(
    query(async ({ input, tx, actor }) => {
      const page = await store.listFilings(tx, scopeOf(actor), input)
      return { ...page, rows: page.rows.map((filing) => present(filing, actor)) }
    }),
  ),

  decideFiling: os.officers.decideFiling.handler(
    command('officer.filing_decide', async ({ input, tx, actor, now, record }) => {
      const filing = await findOwn(tx, actor, input.filingId)
      unwrap(mayDecide(standing(filing), actor))
      const { accept: accepted, opinion } = input
      await store.insertDecision(tx, { filingId: filing.id, accepted, opinion, by: actor, at: now })
      record(`filing:${filing.id}`, { org: filing.orgName, approved: accepted, opinion })
      return { accepted }
    }),
  ),
}

/** The register as it was filed, for whoever sees the filing. */
export const filingFile: StreamHandler = async ({ params, actor, services }) => {
  const filing = await inScope(services.db, actor, 'read only', (tx) => findOwn(tx, actor, params.filingId ?? ''))
  const bytes = found(await services.files.open(filing.sha256))
  return fileResponse(bytes, { mediaType: 'text/csv; charset=utf-8', size: filing.size, download: filing.fileName })
}

/** A filing by the actor's place or one below it; those of other places do not exist. */
async function findOwn(tx: Tx, actor: Actor, id: string): Promise<store.FilingRecord> {
  const filing = found(await store.findFiling(tx, id))
  if (!within(actor, filing)) throw new Problem('not_found')
  return filing
}

const standing = (filing: store.FilingRecord) => ({
  toPath: filing.toPath,
  dept: filing.dept,
  submittedBy: filing.submittedBy,
  decided: filing.accepted !== null,
})

function present(filing: store.FilingRecord, actor: Actor) {
  const { id, orgName, toName, officers, fileId, sha256, note, submittedAt } = filing
  const may = mayDecide(standing(filing), actor)
  const decide: Ability = may.ok ? allowed : refused(may.failure.type)
  const decision =
    filing.accepted === null
      ? null
      : { accepted: filing.accepted, opinion: filing.opinion ?? '', by: filing.decidedBy ?? '', at: filing.decidedAt ?? '' }
  return {
    id,
    orgName,
    toName,
    officers,
    fileId,
    sha256,
    note,
    submittedBy: filing.submittedByName,
    submittedAt,
    decision,
    abilities: { decide },
  }
}

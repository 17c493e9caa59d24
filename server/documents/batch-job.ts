/** 批量出具: each visit ahead gets its paper, each in a number of its own, and all of them go into one file. A second run goes on where the first ended. */
import * as z from 'zod'
import type { Instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { insertFile } from '#server/files/rows.ts'
import type { StoredBytes } from '#server/files/store.ts'
import { Problem } from '#server/http/problem.ts'
import { defineJob, type JobRun } from '#server/jobs/job.ts'
import { notify } from '#server/notices/notify.ts'
import { appendRecord, systemOf } from '#server/record/append.ts'
import { type BatchRecord, findBatch, finishBatch, type LeftOut } from './batch-store.ts'
import { toDocx } from './docx.ts'
import { countVisitsAhead, taskFacts, visitsAhead } from './facts-store.ts'
import { fileName, mediaTypes } from './files.ts'
import { gatherVisits } from './gather-visit.ts'
import type { Gathered } from './gathered.ts'
import { blockedBy, issueDocument } from './issue.ts'
import { officialPapers } from './official.ts'
import { type Letterhead, letterheadOf } from './paper.ts'
import { renderPdf } from './render-pdf.ts'
import { type IssuedRecord, liveDocuments } from './store.ts'
import { type ZipFile, zipOf } from './zip.ts'

const Payload = z.object({ batchId: z.uuid() })
type Run = JobRun<z.infer<typeof Payload>>

/** Visits of one transaction: their counters are held that long. */
const chunk = 50
/** Papers of one PDF: some 600 pages, which Typst sets in seconds. */
const perFile = 200

export const documentBatchJob = defineJob({
  name: 'document.batch',
  payload: Payload,
  thing: ({ batchId }) => `document_batch:${batchId}`,
  run: async (run) => {
    const batch = await run.transaction((tx) => findBatch(tx, run.payload.batchId))
    if (batch === null || batch.finishedAt !== null) return
    const leftOut = await issueMissing(run, batch)
    const papers = await papersOf(run, batch)
    const file = papers.length === 0 ? null : await write(run, batch, papers)
    await run.transaction((tx) => finish(tx, run, batch, { leftOut, papers, file }))
  },
})

type Made = { readonly leftOut: readonly LeftOut[]; readonly papers: readonly IssuedRecord[]; readonly file: Written | null }

async function finish(tx: Tx, run: Run, batch: BatchRecord, { leftOut, papers, file }: Made): Promise<void> {
  const at = run.now()
  const [first] = papers
  const printed = papers.length
  const archive = file?.archive === true
  const name = `${first?.title ?? ''}-${printed}份.${archive ? 'zip' : batch.format}`
  const mediaType = archive ? 'application/zip' : mediaTypes[batch.format]
  const fileId = file === null ? null : await insertFile(tx, { ...file.stored, name, mediaType, createdBy: batch.askedBy, createdAt: at })
  await finishBatch(tx, batch.id, { printed, leftOut, fileId, at })
  const told = { name: (await taskFacts(tx, batch.taskId))?.name ?? '', printed, leftOut: leftOut.length }
  const key = `document_batch:${batch.id}`
  await notify(tx, { to: { accountId: batch.askedBy }, kind: 'document.batch_done', thing: `task:${batch.taskId}`, facts: told, key })
  const by = systemOf({ orgPath: batch.orgPath, dept: batch.dept, orgName: first?.orgName ?? '' })
  const facts = { kind: batch.kind, printed, leftOut: leftOut.length, askedBy: batch.askedByName }
  await appendRecord(tx, { at, by, verb: 'document.batchDone', thing: key, facts })
}

/** Papers for visits that have none. A visit above the cap, or with a fact missing, is left out by name and keeps nobody else waiting. */
async function issueMissing(run: Run, batch: BatchRecord): Promise<readonly LeftOut[]> {
  const total = await run.transaction((tx) => countVisitsAhead(tx, batch.taskId))
  const leftOut: LeftOut[] = []
  let after: string | null = null
  for (let done = 0; ; ) {
    run.signal.throwIfAborted()
    run.progress.at('issue', done, total)
    const ids: readonly string[] = await run.transaction((tx) => visitsAhead(tx, batch.taskId, after, chunk))
    if (ids.length === 0) return leftOut
    leftOut.push(...(await issueChunk(run, batch, ids)))
    after = ids.at(-1) ?? null
    done += ids.length
  }
}

const issueChunk = (run: Run, batch: BatchRecord, ids: readonly string[]): Promise<readonly LeftOut[]> =>
  run.transaction(async (tx) => {
    const now = run.now()
    const { kind, typed } = batch
    const by = { id: batch.askedBy, name: batch.askedByName }
    const live = await liveDocuments(
      tx,
      kind,
      ids.map((id) => `visit:${id}`),
    )
    const missing = ids.filter((id) => !live.has(`visit:${id}`))
    const gathered = await gatherVisits(tx, missing, now)
    const left: LeftOut[] = []
    const letterheads = new Map<string, Letterhead>()
    for (const [id, facts] of gathered) {
      const blocked = blockedBy(kind, facts)
      if (blocked !== null) left.push({ visitId: id, name: facts.about, reason: blocked.code })
      else {
        const from = `${facts.issuer.orgPath} ${facts.issuer.dept}`
        const letterhead = letterheads.get(from) ?? (await letterheadOf(tx, kind, facts.issuer, now))
        letterheads.set(from, letterhead)
        const issue = { kind, thing: { kind: 'visit', id }, typed: ownTyped(typed, facts), by, batchId: batch.id } as const
        await issueDocument(tx, issue, facts, letterhead, now)
      }
    }
    return left
  })

/** What was typed for all, and left empty, is what the facts of each visit suggest. */
const ownTyped = (typed: BatchRecord['typed'], { suggested }: Gathered): BatchRecord['typed'] =>
  Object.fromEntries(Object.entries(typed).filter(([name, value]) => value !== '' || (suggested[name] ?? '') === ''))

/** Every paper in force of the visits ahead, those of earlier batches too, in the order of their numbers. */
async function papersOf(run: Run, batch: BatchRecord): Promise<readonly IssuedRecord[]> {
  const papers: IssuedRecord[] = []
  let after: string | null = null
  for (;;) {
    const ids: readonly string[] = await run.transaction((tx) => visitsAhead(tx, batch.taskId, after, 500))
    if (ids.length === 0) break
    const things = ids.map((id) => `visit:${id}`)
    papers.push(...(await run.transaction((tx) => liveDocuments(tx, batch.kind, things))).values())
    after = ids.at(-1) ?? null
  }
  return papers.sort((a, b) => serialOf(a) - serialOf(b) || (a.id < b.id ? -1 : 1))
}

const serialOf = ({ number }: IssuedRecord): number => Number(/(\d+)\D*$/.exec(number ?? '')?.[1] ?? 0)

type Written = { readonly stored: StoredBytes; readonly archive: boolean }

async function write(run: Run, { format }: BatchRecord, papers: readonly IssuedRecord[]): Promise<Written> {
  run.progress.at('print', 0, papers.length)
  if (format === 'pdf' && papers.length <= perFile)
    return { stored: await run.services.files.put([await together(run, papers)]), archive: false }
  const files = format === 'pdf' ? partsOf(run, papers) : singles(run, papers)
  return { stored: await run.services.files.put(zipOf(files)), archive: true }
}

async function* partsOf(run: Run, papers: readonly IssuedRecord[]): AsyncGenerator<ZipFile, void, void> {
  for (let from = 0; from < papers.length; from += perFile) {
    run.signal.throwIfAborted()
    run.progress.at('print', from, papers.length)
    const part = papers.slice(from, from + perFile)
    yield { name: `${String(from / perFile + 1).padStart(3, '0')}-${part.length}份.pdf`, bytes: await together(run, part) }
  }
}

async function* singles(run: Run, papers: readonly IssuedRecord[]): AsyncGenerator<ZipFile, void, void> {
  for (const [index, paper] of papers.entries()) {
    run.signal.throwIfAborted()
    run.progress.at('print', index, papers.length)
    yield {
      name: `${String(index + 1).padStart(4, '0')}-${fileName(paper)}.docx`,
      bytes: await toDocx(paper.content, paper.issuedAt as Instant),
    } // a timestamp of the database
  }
}

/** Some papers as one PDF. People who print one paper come first: a batch waits while they are many. */
async function together(run: Run, papers: readonly IssuedRecord[]): Promise<Uint8Array> {
  const times = papers.map(({ issuedAt }) => issuedAt).sort()
  const asOf = (times.at(-1) ?? run.now()) as Instant // a timestamp of the database
  const paper = officialPapers(
    papers.map(({ content }) => content),
    asOf,
  )
  for (let tries = 1; ; tries++) {
    run.signal.throwIfAborted()
    try {
      return await renderPdf(paper)
    } catch (error) {
      if (!(error instanceof Problem && error.code === 'busy') || tries >= mostTries) throw error
      await new Promise((resolve) => setTimeout(resolve, 1000))
    }
  }
}

const mostTries = 120

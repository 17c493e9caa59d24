/** An export as a workbook: COPY text goes to a thread that writes it, piece by piece, so that neither side holds more than a piece. */
import { once } from 'node:events'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type pg from 'pg'
import { copyOut } from '#db/bulk.ts'
import type { StoredBytes } from '#server/files/store.ts'
import type { JobRun } from '#server/jobs/job.ts'
import type { FromXlsx, OpenXlsx, ToXlsx } from './xlsx-engine.ts'

/** The writer needs a few rows at a time; a heap that grows is a fault and ends there. */
const heapMiB = 256

export async function toXlsx(
  run: Pick<JobRun<unknown>, 'services' | 'progress' | 'signal'>,
  client: pg.PoolClient,
  query: string,
  headings: readonly string[],
): Promise<StoredBytes & { readonly rows: number }> {
  return await run.services.files.scratch(async (folder) => {
    const path = join(folder, 'export.xlsx')
    const worker = new Worker(new URL('./xlsx-engine.ts', import.meta.url), {
      workerData: { path, headings: [...headings], sheet: '检查对象' } satisfies OpenXlsx,
      resourceLimits: { maxOldGenerationSizeMb: heapMiB, maxYoungGenerationSizeMb: 8 },
    })
    try {
      const body = copyOut(client, query)
      for await (const chunk of body as AsyncIterable<Buffer>) {
        run.signal.throwIfAborted()
        const { rows } = await ask(worker, { chunk: new Uint8Array(chunk) })
        run.progress.at('write', rows)
      }
      await ask(worker, 'end')
      return { ...(await run.services.files.adopt(path)), rows: body.rowCount }
    } finally {
      await worker.terminate()
    }
  })
}

/** One question, one answer; a thread that dies rejects with its error. */
async function ask(worker: Worker, message: ToXlsx): Promise<FromXlsx> {
  const answered = once(worker, 'message')
  worker.postMessage(message)
  const [answer] = (await answered) as [FromXlsx] // what the engine posts, and nothing else
  return answer
}

/** A register file as people have it, CSV or workbook: which it is say its bytes, never its name. */
import type { Readable } from 'node:stream'
import type { HeaderFailure } from '#core/registers/columns.ts'
import type { Result } from '#core/result.ts'
import { Problem, unwrap } from '#server/http/problem.ts'
import { type CsvRow, csvRows, detectEncoding, type Encoding } from './csv.ts'
import type { ImportRun } from './import-end.ts'
import type { ImportRecord } from './import-store.ts'
import { xlsxRows } from './xlsx.ts'

export type FileForm = Encoding | 'xlsx'

export type RegisterFile<Columns> = {
  readonly form: FileForm
  readonly columns: Columns
  /** How many cells the heading has, and so every row. */
  readonly width: number
  /** The rows below the heading. */
  readonly rest: AsyncIterable<readonly CsvRow[]>
}

type MapColumns<Columns> = (heading: readonly string[]) => Result<Columns, HeaderFailure>

/** Opens the file of an import up to its heading, which `map` knows: in a workbook titles and notes may stand above it. */
export async function openRegisterFile<Columns>(
  run: Pick<ImportRun, 'services' | 'progress'>,
  batch: ImportRecord,
  map: MapColumns<Columns>,
): Promise<RegisterFile<Columns>> {
  const open = async (): Promise<Readable> => {
    const bytes = await run.services.files.open(batch.sha256)
    if (bytes === null) throw new Problem('file_missing', { sha256: batch.sha256 })
    return bytes
  }
  const head = await headOf(await open())
  if (head.startsWith('d0cf11e0')) throw new Problem('workbook_old_or_locked')
  if (head.startsWith('504b')) {
    run.progress.at('decode', 0, batch.size)
    const path = run.services.files.path(batch.sha256)
    const rows = xlsxRows(
      path,
      (cells) => map(cells).ok,
      (done, total) => run.progress.at('read', done, total),
    )
    return { form: 'xlsx', ...(await headed(rows, map)) }
  }
  const encoding = await detectEncoding(open, (bytes) => run.progress.at('decode', bytes, batch.size))
  const rows = csvRows(await open(), encoding, (bytes) => run.progress.at('read', bytes, batch.size))
  return { form: encoding, ...(await headed(rows, map)) }
}

async function headed<Columns>(rows: AsyncGenerator<CsvRow[]>, map: MapColumns<Columns>): Promise<Omit<RegisterFile<Columns>, 'form'>> {
  const first = await rows.next()
  if (first.done === true) throw new Problem('file_without_rows')
  const [header, ...others] = first.value
  const mapped = map(header?.cells ?? [])
  // Nobody will read on: what holds the file open is told so.
  if (!mapped.ok) await rows.return(undefined)
  async function* rest(): AsyncGenerator<readonly CsvRow[]> {
    yield others
    yield* rows
  }
  return { columns: unwrap(mapped), width: header?.cells.length ?? 0, rest: rest() }
}

/** The first bytes in hex. */
async function headOf(bytes: Readable): Promise<string> {
  for await (const chunk of bytes as AsyncIterable<Buffer>) return chunk.subarray(0, 8).toString('hex')
  return ''
}

/**
 * The house's one way to make a PDF: a paper is a Typst template of ours and data that it lays out. Typst runs in a short-lived process of
 * its own (typst-process.ts): layout never holds up the API, its memory goes back at once, and a crash of native code ends nothing else.
 */
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { Problem } from '#server/http/problem.ts'
import type { Json } from './printable.ts'
import type { TypstAnswer, TypstWork } from './typst-process.ts'

export type Paper = {
  /** A `.typ` file below server/, such as `draws/certificate.typ`. It reads the data as `json(bytes(sys.inputs.paper))`. */
  readonly template: string
  readonly title: string
  /** The instant (UTC, with milliseconds) of the last fact that the paper states; it dates the PDF, so that the same facts give the same bytes. */
  readonly asOf: string
  /** Data only, never Typst source: a name with `#` or `"` is a name. */
  readonly content: { readonly [member: string]: Json }
  /** Marks headings and tables for screen readers (PDF/A-2a); off (PDF/A-2u) where a list of thousands would make the file twenty times as large. */
  readonly tagged: boolean
}

/** Papers that may be on their way; the next one is `busy`, because its reader would wait for seconds. */
const mostWaiting = 8
/** In milliseconds. A list of 10,000 takes one second. */
const longest = 60_000

let waiting = 0
let last: Promise<unknown> = Promise.resolve()

/**
 * The paper as PDF/A-2. One at a time, because a long list takes 400 MB for a moment. Throws `Problem` `pdf_unavailable` where the compiler has no
 * build for the platform (everything else works), `busy` when too many wait. `nodeFlags` are for tests.
 */
export const renderPdf = (paper: Paper, nodeFlags: readonly string[] = []): Promise<Uint8Array> => render(paper, 'pdf', nodeFlags)

/** The same pages, one below the other, as one SVG with the glyphs drawn: what a preview shows. Throws as `renderPdf` does. */
export const renderSvg = (paper: Paper): Promise<Uint8Array> => render(paper, 'svg', [])

async function render(paper: Paper, form: TypstWork['form'], nodeFlags: readonly string[]): Promise<Uint8Array> {
  if (waiting >= mostWaiting) throw new Problem('busy')
  waiting++
  const turn = last.then(() => typeset(paper, form, nodeFlags))
  last = turn.catch(() => undefined)
  const answer = await turn.finally(() => waiting--)
  if ('unavailable' in answer) throw new Problem('pdf_unavailable', {}, { cause: answer.unavailable })
  if ('failed' in answer) throw new Error(`Typst refused ${paper.template}: ${answer.failed}`)
  return answer.bytes
}

function typeset(
  { template, title, asOf, content, tagged }: Paper,
  form: TypstWork['form'],
  nodeFlags: readonly string[],
): Promise<TypstAnswer> {
  const work: TypstWork = { template, asOf, tagged, form, paper: { ...content, title, madeAt: dateParts(asOf) } }
  return new Promise((resolve, reject) => {
    const typst = fork(fileURLToPath(new URL('./typst-process.ts', import.meta.url)), {
      // Nothing of ours leaks into native code: no database address, no secret. The font list is the reason for the one variable.
      env: { FONTCONFIG_FILE: fileURLToPath(new URL('./fonts.conf', import.meta.url)) },
      execArgv: [...nodeFlags],
      serialization: 'advanced',
      timeout: longest,
      killSignal: 'SIGKILL',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    typst.once('message', (answer) => resolve(answer as TypstAnswer)) // the one message of typst-process.ts
    typst.once('error', reject)
    typst.once('exit', (code, signal) => reject(new Error(`Typst ended with ${code ?? signal} before it answered`)))
    typst.send(work)
  })
}

/** Year to second in UTC, as Typst's `datetime` takes them. */
function dateParts(asOf: string): readonly number[] {
  const at = new Date(asOf)
  return [at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate(), at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds()]
}

/** The process that makes one PDF, or one picture of its pages, and ends: work comes as one message, the answer goes as one message. Only render-pdf.ts starts it. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Json, printable, printsWith } from './printable.ts'

export type TypstWork = {
  readonly template: string
  readonly asOf: string
  readonly tagged: boolean
  readonly form: 'pdf' | 'svg'
  readonly paper: Json
}
/** `unavailable`: the compiler or a font is not installed on this machine. `failed`: a template of ours is wrong. */
export type TypstAnswer = { readonly bytes: Uint8Array } | { readonly unavailable: string } | { readonly failed: string }

const server = fileURLToPath(new URL('..', import.meta.url))

process.once('message', async (work) => {
  const answer = await answerTo(work as TypstWork) // render-pdf.ts sends nothing else
  process.send?.(answer, () => process.exit())
})

async function answerTo(work: TypstWork): Promise<TypstAnswer> {
  const tools = await load()
  if (typeof tools === 'string') return { unavailable: tools }
  const { NodeCompiler, regular, bold } = tools
  // The templates import nothing from outside server/, packages of Typst included: no paper ever asks the network.
  const compiler = NodeCompiler.create({ workspace: server, fontArgs: [{ fontBlobs: [regular, bold] }] })
  const text = JSON.stringify(printable(work.paper, printsWith(regular)))
  const compiled = compiler.compile({ mainFilePath: join(server, work.template), inputs: { paper: text } })
  const document = compiled.result
  if (document === null) return { failed: JSON.stringify(compiled.takeDiagnostics()?.shortDiagnostics ?? []) }
  if (work.form === 'svg') return { bytes: Buffer.from(compiler.plainSvg(document)) }
  return { bytes: compiler.pdf(document, { pdfStandard: work.tagged ? 'a-2a' : 'a-2u', pdfTags: work.tagged }) }
}

/** The compiler and the fonts, or why this machine has none. */
async function load() {
  try {
    const { NodeCompiler } = await import('@myriaddreamin/typst-ts-node-compiler')
    const { resolve } = createRequire(import.meta.url)
    const font = (style: string): Buffer => readFileSync(resolve(`@expo-google-fonts/noto-serif-sc/${style}/NotoSerifSC_${style}.ttf`))
    return { NodeCompiler, regular: font('400Regular'), bold: font('700Bold') }
  } catch (error) {
    return String(error)
  }
}

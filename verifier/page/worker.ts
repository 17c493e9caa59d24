/** The worker of the verification page: keeps the files, checks them with the code of core, says what it is doing. It has no way to a network. */
import '#core/polyfill.ts'
import { kernelInUse } from '#core/hash/bulk.ts'
import { checkFiles, type GivenFile, lookUp, type Report, roleOf } from '../given-files.ts'
import type { FromWorker, HeldFile, ToWorker } from './messages.ts'

const held = new Map<string, GivenFile>()
let logKey: string | null = null
let last: Report = { bundles: [], openings: [], verdict: null }
const say = (message: FromWorker): void => self.postMessage(message)
// One after another: files that are dropped while a check runs wait for their turn.
let turn: Promise<void> = Promise.resolve()

self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  turn = turn.then(() => answer(data)).catch((error: unknown) => say({ type: 'fault', message: String(error) }))
}

async function answer(message: ToWorker): Promise<void> {
  switch (message.type) {
    case 'clear':
      held.clear()
      return
    case 'trust':
      logKey = message.logKey
      return held.size > 0 ? check(performance.now()) : undefined
    case 'look_up': {
      const { drawId, subject } = message
      say({ type: 'checking' })
      say({ type: 'looked_up', drawId, subject, found: lookUp([...held.values()], last, drawId, subject) })
      return
    }
    case 'add': {
      const from = performance.now()
      for (const file of message.files) {
        say({ type: 'reading', name: file.name })
        held.set(file.name, { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })
      }
      check(from)
    }
  }
}

function check(from: number): void {
  say({ type: 'checking' })
  last = checkFiles([...held.values()], logKey)
  const files = [...held.values()].map((file): HeldFile => ({ name: file.name, size: file.bytes.length, role: roleOf(file) }))
  const { sha256, sm3 } = kernelInUse()
  say({ type: 'report', files, report: last, milliseconds: performance.now() - from, simd: sha256 === 'simd' && sm3 === 'simd' })
}

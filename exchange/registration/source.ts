/** The registration authority as a source that we ask: a feed of events after a number, line by line, over HTTP. */
import { type Codec, passThrough } from './codec.ts'

export type RegistrationSource = {
  /** Lines of docs/api.md «Change feed», without line ends, in the order of their numbers, beginning after `afterSeq`. Ends when there is no more. */
  readonly pull: (afterSeq: number, signal?: AbortSignal) => AsyncIterable<string>
}

export type HttpSourceOptions = {
  /** Asked as `GET <url>?after=<number>`; answers NDJSON. */
  readonly url: string
  /** Sent as a bearer token; null: none. */
  readonly token: string | null
  readonly codec?: Codec
  /** An answer that sends nothing for this long, in milliseconds, is given up. */
  readonly idleMs?: number
  readonly fetch?: typeof fetch
}

/** A line longer than this is no event of a register. */
const longestLine = 1024 * 1024

/** A source over HTTP. Throws when the authority does not answer with 200, or breaks off. */
export const httpSource = ({
  url,
  token,
  codec = passThrough,
  idleMs = 60_000,
  fetch: send = fetch,
}: HttpSourceOptions): RegistrationSource => ({
  async *pull(afterSeq, signal) {
    const address = new URL(url)
    address.searchParams.set('after', String(afterSeq))
    const idle = new AbortController()
    const headers = { accept: 'application/x-ndjson', ...(token === null ? {} : { authorization: `Bearer ${token}` }) }
    let timer = setTimeout(() => idle.abort(), idleMs)
    try {
      const answer = await send(address, {
        headers,
        signal: signal === undefined ? idle.signal : AbortSignal.any([idle.signal, signal]),
        redirect: 'error',
      })
      if (!answer.ok) throw new Error(`the registration authority answers ${answer.status}`)
      const heard = async function* () {
        for await (const bytes of answer.body ?? []) {
          clearTimeout(timer)
          timer = setTimeout(() => idle.abort(), idleMs)
          yield bytes
        }
      }
      for await (const line of linesOf(heard())) {
        const own = codec(line)
        if (own !== null) yield own
      }
    } finally {
      clearTimeout(timer)
    }
  },
})

/** Whole lines without their ends and without empty ones. */
async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, void> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let rest = ''
  for await (const piece of bytes) {
    const parts = `${rest}${decoder.decode(piece, { stream: true })}`.split('\n')
    rest = parts.pop() ?? ''
    if (rest.length > longestLine) throw new Error('the registration authority sends a line without an end')
    for (const part of parts) if (part.trim() !== '') yield part.trim()
  }
  rest += decoder.decode()
  if (rest.trim() !== '') yield rest.trim()
}

/** Sends a checkpoint to another house's witness (C2SP tlog-witness). What it answers is read and verified by the log that asked. */

export type WitnessAddress = {
  /** Submission prefix: `https://b.example.gov.cn/log/witness`. */
  readonly url: string
  readonly vkey: string
}

export type WitnessReply = { readonly status: number; readonly body: string }

/** A reply is a few signature lines or a number. */
const largestReply = 65_536

/** Posts the body of add-checkpoint and answers status and text, whatever they are. Throws when there is no answer within `timeoutMs`. */
export async function postCheckpoint(
  { url }: Pick<WitnessAddress, 'url'>,
  body: string,
  { timeoutMs = 10_000, fetch: send = fetch }: { readonly timeoutMs?: number; readonly fetch?: typeof fetch } = {},
): Promise<WitnessReply> {
  const answer = await send(`${url.replace(/\/+$/, '')}/add-checkpoint`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    signal: AbortSignal.timeout(timeoutMs),
    redirect: 'error',
  })
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of answer.body ?? []) {
    size += piece.byteLength
    if (size > largestReply) throw new Error('the witness answers too much')
    pieces.push(piece)
  }
  return { status: answer.status, body: Buffer.concat(pieces).toString('utf8') }
}

/** Witnesses of a setting, `url vkey` parted by commas; null when a part is not of that form. */
export function parseWitnesses(text: string): readonly WitnessAddress[] | null {
  const parts = text
    .split(/[,\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
  const addresses = parts.map((part) => {
    const [, url = '', vkey = ''] = /^(https?:\/\/\S+)\s+(\S+)$/.exec(part) ?? []
    return URL.canParse(url) && vkey !== '' ? { url, vkey } : null
  })
  return addresses.includes(null) ? null : addresses.filter((address) => address !== null)
}

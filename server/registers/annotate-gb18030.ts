/** Text as GB 18030 bytes, for answering in the encoding of a file: the platform decodes it and does not encode it. */

/** An encoder for the characters of GBK, by asking the decoder for every double byte once; others become `?`. */
export function gb18030Encoder(): (text: string) => Buffer {
  const pairs = Buffer.alloc((0xfe - 0x81 + 1) * (0xfe - 0x40 + 1) * 2)
  let at = 0
  for (let lead = 0x81; lead <= 0xfe; lead++)
    for (let trail = 0x40; trail <= 0xfe; trail++) if (trail !== 0x7f) at = pairs.writeUInt8(trail, pairs.writeUInt8(lead, at))
  const bytesOf = new Map<string, readonly [number, number]>()
  const decoder = new TextDecoder('gb18030')
  for (let pair = 0; pair < at; pair += 2) {
    const char = decoder.decode(pairs.subarray(pair, pair + 2))
    if (char.length === 1 && char !== '\ufffd') bytesOf.set(char, [pairs[pair] ?? 0, pairs[pair + 1] ?? 0])
  }
  return (text) => Buffer.from([...text].flatMap((char) => (char < '\u0080' ? [char.charCodeAt(0)] : (bytesOf.get(char) ?? [0x3f]))))
}

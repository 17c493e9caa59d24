/** Text as GBK bytes, for files as people have them. */

/** GBK bytes by asking the decoder for every double byte once: the platform decodes GBK and does not encode it. */
export const gbk = (text: string): Uint8Array<ArrayBuffer> => {
  const bytesOf = new Map<string, readonly number[]>()
  const decoder = new TextDecoder('gbk')
  for (let lead = 0x81; lead <= 0xfe; lead++)
    for (let trail = 0x40; trail <= 0xfe; trail++) bytesOf.set(decoder.decode(Uint8Array.of(lead, trail)), [lead, trail])
  return Uint8Array.from([...text].flatMap((char) => (char < '\u0080' ? [char.charCodeAt(0)] : (bytesOf.get(char) ?? [0x3f]))))
}

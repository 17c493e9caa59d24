/** The registration authority as the config says: where its changes are, in which form, and whose register they change. */
import { bureauCodec, passThrough } from '#exchange/registration/codec.ts'
import { httpSource } from '#exchange/registration/source.ts'
import type { Registration } from '#server/http/context.ts'
import type { Config } from './config.ts'

/** Null when no authority is set: nothing is pulled. */
export function openRegistration({ registration }: Pick<Config, 'registration'>): Registration | null {
  if (registration === null) return null
  const { url, token, orgPath, dept, form, minutes } = registration
  const { pull } = httpSource({ url, token, codec: form === 'bureau' ? bureauCodec : passThrough })
  return { pull, orgPath, dept, name: 'pull', everyMs: minutes * 60_000 }
}

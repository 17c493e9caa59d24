/** POST /api/v1/files: bytes into the store, one command each. A repeated `commandId` with the same bytes gets the first answer again. */
import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import type { UploadedFile } from '#contract/files.ts'
import { runCommand } from '#server/http/call.ts'
import { Problem } from '#server/http/problem.ts'
import type { StreamHandler } from '#server/http/streams.ts'
import { insertFile } from './rows.ts'

const Query = z.object({ name: z.string().min(1).max(200), commandId: z.uuid().optional() })

export const upload: StreamHandler = async ({ request, query, actor, services }) => {
  const asked = Query.safeParse(Object.fromEntries(query))
  if (!asked.success) throw nameOrIdInvalid(asked.error)
  const { body } = request
  if (body === null) throw new Problem('file_empty')
  const maxBytes = services.policy.files.maxBytes.value
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw new Problem('file_too_large', { maxBytes })
  const stored = await services.files.put(received(body), { maxBytes })
  const { name, commandId = randomUUID() } = asked.data
  const mediaType = (request.headers.get('content-type') ?? 'application/octet-stream').slice(0, 200)
  const input = { commandId, name: withoutFolders(name), ...stored }
  const answer = await runCommand(
    services,
    { verb: 'file.upload', actor, input },
    async ({ input: { sha256, size, name }, tx, now, record }) => {
      const id = await insertFile(tx, { sha256, size, name, mediaType, createdBy: actor.id, createdAt: now })
      record(`file:${id}`, { sha256, size })
      return { id, name, size, sha256 } satisfies UploadedFile
    },
  )
  return Response.json(answer, { status: 201 })
}

/** A body that breaks off is the sender's trouble, not a fault of the server. */
async function* received(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void, void> {
  const reader = body.getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((error: unknown) => {
        throw new Problem('upload_broken', {}, { cause: error })
      })
      if (done) return
      yield value
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

/** Browsers of old send the whole path of the file. */
const withoutFolders = (name: string): string => name.split(/[/\\]/).at(-1) || 'file'

function nameOrIdInvalid(error: z.ZodError): Problem {
  const fields = error.issues.map(({ path, message }) => ({ field: path.join('.'), zh: message, en: message }))
  const text = fields.map(({ field, en }) => `${field} ${en}`).join('; ')
  return new Problem('invalid_input', { fields, fieldsZh: text, fieldsEn: text })
}

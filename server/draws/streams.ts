/** The bundle of a draw and the files it names, as downloads for those who may read the draw. */
import { inScope } from '#server/http/call.ts'
import { found } from '#server/http/problem.ts'
import { fileResponse, type StreamHandler } from '#server/http/streams.ts'
import { getDraw } from './handlers.ts'
import { type DrawFile, filesOf } from './store.ts'

export const bundle: StreamHandler = (call) => download(call, (file) => file.role === 'bundle')

/** Only what a bundle names leaves by this door: the packed leaves and the edges are working files. */
export const drawFile: StreamHandler = (call) =>
  download(call, (file) => (file.role === 'pool' || file.role === 'selected') && file.name === call.params.name)

async function download({ actor, params, services }: Parameters<StreamHandler>[0], wanted: (file: DrawFile) => boolean): Promise<Response> {
  const file = await inScope(services.db, actor, 'read only', async (tx) => {
    const draw = await getDraw(tx, actor, params.drawId ?? '')
    const files = await filesOf(tx, draw.id)
    // Before the result is there, the list is sealed for everyone, whatever a role may read.
    const sealed = !files.some((one) => one.role === 'bundle')
    return found(sealed ? null : files.find(wanted))
  })
  const bytes = found(await services.files.open(file.sha256))
  return fileResponse(bytes, { mediaType: 'application/json', size: file.size, download: file.name })
}

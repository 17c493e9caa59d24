/** Uploads a file with progress. fetch cannot report upload progress, so this is the one XMLHttpRequest of the console. */
import type { UploadedFile } from '#contract/files.ts'
import { StreamProblem } from './problem.ts'

/** Sends the bytes as they are; the same `commandId` again is the same upload. `onProgress` hears bytes sent. Rejects with a StreamProblem, or an Error when the line broke. */
export function upload(file: File, commandId: string, onProgress: (sent: number) => void, signal?: AbortSignal): Promise<UploadedFile> {
  const query = new URLSearchParams({ name: file.name, commandId })
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', `/api/v1/files?${query}`)
    request.responseType = 'json'
    request.setRequestHeader('content-type', file.type || 'application/octet-stream')
    request.upload.onprogress = (event) => onProgress(event.loaded)
    request.onload = () => {
      const body: unknown = request.response
      if (request.status >= 200 && request.status < 300 && isUploadedFile(body)) resolve(body)
      else reject(new StreamProblem(request.status, body))
    }
    request.onerror = () => reject(new Error('connection lost'))
    request.onabort = () => reject(new DOMException('aborted', 'AbortError'))
    signal?.addEventListener('abort', () => request.abort())
    request.send(file)
  })
}

const isUploadedFile = (body: unknown): body is UploadedFile =>
  typeof body === 'object' && body !== null && 'id' in body && typeof body.id === 'string' && 'sha256' in body

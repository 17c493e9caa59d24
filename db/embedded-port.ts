/** The port of the embedded database: free, on this machine only, and the same again on the next start where possible. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { embeddedFailure } from './embedded-failure.ts'

/** The fixed port (`port_taken` when it is not free), else the remembered one, else any free one. */
export const choosePort = async (dataDir: string, fixed: number | undefined, notice: (line: string) => void): Promise<number> => {
  if (fixed !== undefined) {
    if (!(await isFree(fixed))) throw embeddedFailure('port_taken', { port: fixed })
    return fixed
  }
  const remembered = rememberedPort(dataDir)
  if (remembered !== null && (await isFree(remembered))) return remembered
  const port = await freePort()
  if (remembered !== null) notice(`The database's port ${remembered} is taken by another program; it listens on ${port} from now on.`)
  return port
}

export const rememberPort = (dataDir: string, port: number): void => {
  if (rememberedPort(dataDir) !== port) writeFileSync(portFile(dataDir), `${port}\n`)
}

/** A TCP port of 127.0.0.1 that nobody listens on at this moment. */
export const freePort = (): Promise<number> =>
  new Promise((done, refuse) => {
    const server = createServer()
    server.once('error', refuse)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (typeof address === 'object' && address !== null ? done(address.port) : refuse(new Error('no port'))))
    })
  })

const isFree = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const server = createServer()
    server.once('error', () => done(false))
    server.listen(port, '127.0.0.1', () => server.close(() => done(true)))
  })

const rememberedPort = (dataDir: string): number | null => {
  const file = portFile(dataDir)
  const port = existsSync(file) ? Number(readFileSync(file, 'utf8')) : Number.NaN
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : null
}

const portFile = (dataDir: string): string => join(dataDir, 'mingjian-port')

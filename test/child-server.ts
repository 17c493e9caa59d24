/** The real server as a process of its own, to be killed and started again on the same port and data. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { childEnvironment } from '#bin/config.ts'

export type ChildServer = {
  readonly url: string
  /** What it printed. */
  readonly said: () => string
  /** kill −9: no handler runs, nothing is flushed. */
  readonly kill: () => Promise<void>
  /** SIGTERM, and waits for its end. */
  readonly stop: () => Promise<void>
}

export type ChildOptions = {
  readonly databaseUrl: string
  readonly dataDir: string
  /** 0: any free one; give the port of an earlier start to keep its sessions valid. */
  readonly port?: number
  /** More of its environment: another mode than the demo. */
  readonly env?: Readonly<Record<string, string>>
}

/** Starts `bin/server.ts`, in demo mode unless `env` says otherwise; `until` is the text after which it counts as started. */
export async function startChild(
  { databaseUrl, dataDir, port = 0, env = {} }: ChildOptions,
  until = /staff console\s+(http:\S+?)\/console/,
): Promise<ChildServer> {
  const child = spawn(process.execPath, ['--import', './bin/compile-cache.js', 'bin/server.ts'], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    env: childEnvironment({
      DATABASE_URL: databaseUrl,
      MINGJIAN_DATA: dataDir,
      MINGJIAN_MODE: 'demo',
      PORT: String(port),
      LOG_LEVEL: 'error',
      ...env,
    }),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (some: string) => {
    text += some
  })
  // A child that is still running when the test process ends must not outlive it.
  const orphan = (): void => void child.kill('SIGKILL')
  process.once('exit', orphan)
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    process.removeListener('exit', orphan)
    await ended(child, signal)
  }
  while (!until.test(text)) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`the server ended before it listened: ${text}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  const [, url = ''] = /staff console\s+(http:\S+?)\/console/.exec(text) ?? []
  return { url, said: () => text, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') }
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill(signal)
  await exit
}

/** `npm run dev`: the server, restarted on every change, and the pages from Vite, reloaded on every change. */
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { childEnvironment, readConfig } from './config.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const { port } = readConfig()
if (port === 0) throw new Error('npm run dev needs a fixed port: the pages are told where the server is. Unset PORT or choose one.')

const start = (program: string, args: readonly string[], more: Readonly<Record<string, string>> = {}): ChildProcess =>
  spawn(program, args, { cwd: root, stdio: 'inherit', env: childEnvironment(more) })

const children = [
  start(process.execPath, ['--watch', 'bin/server.ts']),
  start(process.execPath, [join('node_modules', 'vite', 'bin', 'vite.js'), '--config', 'web/vite.config.ts'], {
    MINGJIAN_SERVER: `http://127.0.0.1:${port}`,
  }),
]

const stop = () => {
  for (const child of children) child.kill('SIGTERM')
}
process.on('SIGINT', stop)
process.on('SIGTERM', stop)
for (const child of children) child.once('exit', stop)

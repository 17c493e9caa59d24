/** `npm start`: the whole product on one port. */
import { flushCompileCache } from 'node:module'
import type { Services } from '#server/http/context.ts'
import { readConfig } from './config.ts'
import { prepareHouse } from './prepare-house.ts'
import { type DemoAccount, demoAccountsOf, seedCounty } from './seed.ts'
import { startServer } from './start-server.ts'

const config = readConfig()
const say = (line: string): void => console.log(line)

try {
  const house = { firstStart: false }
  const prepare = async (services: Services): Promise<void> => {
    house.firstStart = (await prepareHouse(services, config, say)) === 'seed'
  }
  const running = await startServer(config, { notice: say, prepare })
  const { url, stop } = running
  const address = config.publicUrl ?? url
  say(`
明鉴 Mingjian ${config.mode === 'demo' ? '(演示 demo)' : ''}
  公示平台 public portal  ${address}/
  工作台   staff console  ${address}/console/
  接口文档 API            ${address}/api/v1/docs${address === url ? '' : `\n  listens ${url}`}`)
  flushCompileCache() // at once: a server that is killed writes nothing
  const leave = async (code: number): Promise<void> => {
    await stop()
    process.exit(code)
  }
  let asked = false
  const signal = (): void => {
    if (asked) process.exit(130)
    asked = true
    say('正在停止 … Stopping; once more to stop at once.')
    void leave(0)
  }
  process.on('SIGTERM', signal)
  process.on('SIGINT', signal)
  if (config.mode === 'demo') {
    if (house.firstStart) await seedCounty(url, say)
    const line = ({ role, username, password, org }: DemoAccount): string =>
      `  ${username.padEnd(12)} ${password.padEnd(16)} ${role} · ${org}`
    say(`\n演示账号 demo accounts\n${(await demoAccountsOf(running.services)).map(line).join('\n')}`)
  }
  const reason = await running.lost
  console.error(reason.message)
  await leave(1)
} catch (error) {
  // Errors with a code are told in words that say what to do; anything else is a fault, and its place matters.
  const told = error instanceof Error && (/\[\w+\]$/.test(error.message) || 'code' in error)
  console.error(told ? error.message : error)
  process.exit(1)
}

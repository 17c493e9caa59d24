/** A database without accounts gets its first ones: demo data in demo mode, else one administrator whose password the settings bring. */
import { bootstrap, hasAccounts } from '#server/access/bootstrap.ts'
import type { Services } from '#server/http/context.ts'
import { Problem } from '#server/http/problem.ts'
import type { Config } from './config.ts'
import { seedHouse } from './seed.ts'

/** Answers whether a demo county is to be filled as soon as the server listens: the first start in demo mode. */
export async function prepareHouse(services: Services, config: Config, say: (line: string) => void): Promise<'seed' | 'ready'> {
  const empty = !(await hasAccounts(services))
  if (config.mode === 'demo') {
    if (!empty) return 'ready'
    await seedHouse(services)
    return 'seed'
  }
  if (!empty) return 'ready'
  const { firstAdmin } = config
  if (firstAdmin === null) {
    throw new Error(
      'The database has no account yet. Set MINGJIAN_ADMIN_PASSWORD, MINGJIAN_ORG_PATH (62: a province, 62.6201: a city) and MINGJIAN_ORG_NAME for one start: it makes the organisation and the account admin, whose password is changed at the first sign-in. [no_account]',
    )
  }
  const { orgPath: path, orgName: name, password } = firstAdmin
  await bootstrap(services, {
    path,
    name,
    dept: 'scjg',
    shortName: name.slice(0, 20),
    admin: { username: 'admin', name: '系统管理员', password, mustChangePassword: true },
  }).catch((error: unknown) => {
    throw error instanceof Problem ? new Error(`The first account was not made: ${error.message} [${error.code}]`, { cause: error }) : error
  })
  say(
    'Made the first organisation and the account admin. Sign in, change the password, and take MINGJIAN_ADMIN_PASSWORD out of the settings.',
  )
  return 'ready'
}

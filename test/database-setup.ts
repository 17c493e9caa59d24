/** Vitest global set-up: one throw-away PostgreSQL for the whole run, with a migrated template database that test files clone. */
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'
import { startThrowAway, type ThrowAway } from '#db/throw-away.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Superuser URL of the template database; test files connect to clones of it, never to itself. */
    databaseUrl: string
    /** A folder that goes with the run. */
    runFolder: string
  }
}

type Run = { users: number; readonly server: Promise<ThrowAway> }

/** Two projects (api, e2e) load this module apart from each other, and share one server. */
const shared = globalThis as typeof globalThis & { mingjianTestRun?: Run }

export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  shared.mingjianTestRun ??= { users: 0, server: startThrowAway(fileURLToPath(new URL('../.data', import.meta.url)), 'test') }
  const run = shared.mingjianTestRun
  run.users++
  const { url, folder } = await run.server
  project.provide('databaseUrl', url)
  project.provide('runFolder', folder)
  return async () => {
    run.users--
    if (run.users > 0) return
    delete shared.mingjianTestRun
    await (await run.server).stop()
  }
}

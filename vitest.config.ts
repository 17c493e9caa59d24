import { defineConfig } from 'vitest/config'

const database = { globalSetup: ['test/database-setup.ts'] }

/** unit: beside the code, no database. api: a real PostgreSQL. e2e: a real browser as well. */
export default defineConfig({
  test: {
    // A file waits for its database or its browser as often as it computes: no core is kept free.
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          testTimeout: 15_000,
          include: ['**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/.*/**', 'web/dist/**', '**/*.db.test.ts', 'test/api/**', 'test/e2e/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'api',
          // Eighty files would each load the whole server anew. What a file keeps for itself it keeps by its path (test/database.ts).
          isolate: false,
          include: ['test/api/**/*.test.ts', '**/*.db.test.ts'],
          exclude: ['**/node_modules/**', '**/.*/**'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          ...database,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          ...database,
        },
      },
    ],
  },
})

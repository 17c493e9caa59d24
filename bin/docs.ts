/**
 * Writes docs/states/*.md, the diagrams of the state tables of core, and docs/roles.md: `npm run generate`; with `--check` it only says whether they are
 * fresh. The Chinese words are read from the console's own catalogues, so a diagram says what people see.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { itemTransitions } from '#core/catalogue/state.ts'
import { changeTransitions } from '#core/changes/state.ts'
import { drawStates, drawTransitions } from '#core/draws/state.ts'
import { clueTransitions } from '#core/inspections/clue-state.ts'
import { visitTransitions } from '#core/inspections/result.ts'
import { contributionTransitions } from '#core/plans/contribution-state.ts'
import { filingTransitions } from '#core/plans/filing-state.ts'
import { mergeTransitions } from '#core/plans/merge-state.ts'
import { partyTransitions } from '#core/plans/party-state.ts'
import { planTransitions } from '#core/plans/state.ts'
import { policyTransitions } from '#core/policy/state.ts'
import { importTransitions } from '#core/registers/import-state.ts'
import { labelBatchTransitions } from '#core/registers/label-batch-state.ts'
import { qualityFixTransitions } from '#core/registers/quality-fix-state.ts'
import { taskTransitions } from '#core/tasks/state.ts'
import { subTaskTransitions } from '#core/tasks/sub-task-state.ts'
import { roleDoc } from './role-docs.ts'

export type GeneratedDoc = { readonly path: string; readonly text: string }

/** The pages as they should be. */
export const generatedDocs = (): readonly GeneratedDoc[] => [
  ...machines.map((machine) => ({ path: `docs/states/${machine.noun}.md`, text: pageOf(machine) })),
  roleDoc(),
]

type Table = Readonly<Record<string, Readonly<Record<string, string | undefined>>>>

type Machine = {
  readonly noun: string
  readonly title: string
  readonly lead: string
  readonly table: Table
  readonly source: string
  /** The catalogue of the console that holds `<noun>.state.<state>`. */
  readonly words: string
  /** Words of the portal, where they differ from the console's. */
  readonly portal?: Readonly<Record<string, { readonly zh: string }>>
}

const machines: readonly Machine[] = [
  {
    noun: 'item',
    title: '抽查事项 (inspection item)',
    lead: 'One person drafts a version and hands it in, another publishes or returns it. A revision is a new version; from its first day on the one before is superseded. Joint items move the same way.',
    table: itemTransitions,
    source: 'core/catalogue/state.ts',
    words: 'web/i18n/catalogue-items.ts',
  },
  {
    noun: 'policy',
    title: '政策参数包 (policy pack)',
    lead: 'One person drafts and submits what a place sets, another publishes it. A published version never changes: a newer one takes its place from its first day on.',
    table: policyTransitions,
    source: 'core/policy/state.ts',
    words: 'web/i18n/policy.ts',
  },
  {
    noun: 'plan',
    title: '年度抽查计划 (plan)',
    lead: 'Whoever drafted, edited or submitted a plan does not approve it. What is published stays as a version; an adjustment is approved and published again, and until then the version before it rules.',
    table: planTransitions,
    source: 'core/plans/state.ts',
    words: 'web/i18n/plans.ts',
  },
  {
    noun: 'contribution',
    title: '填报 (contribution)',
    lead: 'An office writes its rows of a plan and hands them in; somebody else takes them in. A plan is not submitted while one is asked or handed in.',
    table: contributionTransitions,
    source: 'core/plans/contribution-state.ts',
    words: 'web/i18n/plan-people.ts',
  },
  {
    noun: 'merge',
    title: '合并检查建议 (merge proposal)',
    lead: 'Tasks that reach the same objects within the window of the policy. Every body answers once; when the last accepts, the visits to each object are one, and one that declines ends it. Another search brings a lapsed one back where its objects are found again.',
    table: mergeTransitions,
    source: 'core/plans/merge-state.ts',
    words: 'web/i18n/merge.ts',
  },
  {
    noun: 'party',
    title: '联合计划参与部门 (party)',
    lead: 'A department is invited and answers for itself. When the rows that name it change after its yes, it is asked again; the plan is adopted when every answer fits.',
    table: partyTransitions,
    source: 'core/plans/party-state.ts',
    words: 'web/i18n/plan-people.ts',
  },
  {
    noun: 'planFiling',
    title: '计划备案 (plan filing)',
    lead: 'A version filed with the level above is accepted or returned by somebody who did not file it; one filed with the government is registered under its number, and that is all.',
    table: filingTransitions,
    source: 'core/plans/filing-state.ts',
    words: 'web/i18n/plan-people.ts',
  },
  {
    noun: 'task',
    title: '抽查任务 (task)',
    lead: 'Its author confirms a task that does what its row of the plan says; every other one, and one that draws more than its row or lifts the frequency caps, is handed in and approved by another person. The other moves follow from its draws and results: closing a draw, publishing the last result.',
    table: taskTransitions,
    source: 'core/tasks/state.ts',
    words: 'web/i18n/tasks.ts',
  },
  {
    noun: 'subTask',
    title: '子任务 (sub-task)',
    lead: 'What one organisation carries out of a task. It accepts or returns it; whoever dispatched gives it to another. The other moves follow from the draw of officers and the results.',
    table: subTaskTransitions,
    source: 'core/tasks/sub-task-state.ts',
    words: 'web/i18n/dispatch.ts',
  },
  {
    noun: 'change',
    title: '变更申请 (change request)',
    lead: 'Whoever asked does not decide. An approval does what was asked for in the same transaction (`apply`), or it did not happen; both versions stay.',
    table: changeTransitions,
    source: 'core/changes/state.ts',
    words: 'web/i18n/changes.ts',
  },
  {
    noun: 'draw',
    title: '摇号抽取 (draw)',
    lead: '`pledge` and `reveal` repeat, once for each party; `revealLast` is the reveal that completes the seed. What each move needs beyond its state is in [the draw protocol](../draw-protocol.md#2-the-life-of-a-draw).',
    table: drawTransitions,
    source: 'core/draws/state.ts',
    words: 'web/i18n/draws.ts',
    portal: drawStates,
  },
  {
    noun: 'labelBatch',
    title: '批量打标签 (label batch)',
    lead: 'One label put on or taken off all objects of a query. It is taken back as one while nothing of it was changed since; `keep` is an undoing that met such a change.',
    table: labelBatchTransitions,
    source: 'core/registers/label-batch-state.ts',
    words: 'web/i18n/labels.ts',
  },
  {
    noun: 'visit',
    title: '检查 (visit)',
    lead: 'An officer drawn for the visit enters its result; somebody who neither entered nor inspected passes or returns it. Passing publishes.',
    table: visitTransitions,
    source: 'core/inspections/result.ts',
    words: 'web/i18n/inspections.ts',
  },
  {
    noun: 'clue',
    title: '案件线索 (case clue)',
    lead: 'Whoever may finish a problem hands it to the case department; somebody else takes it over, gives it back, or writes back the decision, which finishes the problem.',
    table: clueTransitions,
    source: 'core/inspections/clue-state.ts',
    words: 'web/i18n/cases.ts',
  },
  {
    noun: 'import',
    title: '导入批次 (import)',
    lead: 'People commit, discard and undo; the other moves are those of the jobs. Nothing is written before somebody commits, and an import that work depends on is kept when somebody undoes it.',
    table: importTransitions,
    source: 'core/registers/import-state.ts',
    words: 'web/i18n/imports.ts',
  },
  {
    noun: 'quality-fix',
    title: '数据质量批量处理 (quality fix)',
    lead: 'People start and undo a batch; the other moves are those of its job. A failed batch has whole chunks in the register, and can be undone.',
    table: qualityFixTransitions,
    source: 'core/registers/quality-fix-state.ts',
    words: 'web/i18n/quality.ts',
  },
]

function pageOf({ noun, title, lead, table, source, words, portal }: Machine): string {
  const states = Object.keys(table)
  const moves = states.flatMap((from) => Object.entries(table[from] ?? {}).map(([verb, to]) => ({ from, verb, to: to ?? from })))
  const wordOf = wordsIn(words, noun)
  const portalHead = portal === undefined ? '' : ' portal |'
  return `# ${title}

${lead}

Generated from \`${source}\` by \`npm run generate\`; do not edit.

\`\`\`mermaid
stateDiagram-v2
${states.map((state) => `  ${state}: ${state} ${wordOf(state)}`).join('\n')}
  [*] --> ${states[0] ?? ''}
${moves.map(({ from, verb, to }) => `  ${from} --> ${to}: ${verb}`).join('\n')}
${states
  .filter((state) => moves.every(({ from }) => from !== state) && moves.some(({ to }) => to === state))
  .map((state) => `  ${state} --> [*]`)
  .join('\n')}
\`\`\`

| state | console |${portalHead} leaves by |
| --- | --- |${portal === undefined ? '' : ' --- |'} --- |
${states.map((state) => `| \`${state}\` | ${wordOf(state)} |${portal === undefined ? '' : ` ${portal[state]?.zh ?? ''} |`} ${leaves(table, state)} |`).join('\n')}
${unreachable(states, moves)}`
}

const leaves = (table: Table, state: string): string => {
  const moves = Object.entries(table[state] ?? {})
  return moves.length === 0 ? 'never' : moves.map(([verb, to]) => `${verb} → \`${to}\``).join(', ')
}

/** A state that no move leads to is said, not hidden: it is a word of the table and not yet a place. */
function unreachable(states: readonly string[], moves: readonly { readonly from: string; readonly to: string }[]): string {
  const lonely = states.slice(1).filter((state) => moves.every(({ from, to }) => to !== state || from === state))
  return lonely.length === 0 ? '' : `\nNo move leads to ${lonely.map((state) => `\`${state}\``).join(', ')}.\n`
}

/** The console's word for a state: the first text of `'<noun>.state.<state>': ['…', '…']`. */
function wordsIn(file: string, noun: string): (state: string) => string {
  const text = readFileSync(join(root, file), 'utf8')
  return (state) => {
    const word = new RegExp(`'${noun}\\.state\\.${state}': \\['([^']+)'`).exec(text)?.[1]
    if (word === undefined) throw new Error(`${file} has no text '${noun}.state.${state}': the console would show a code`)
    return word
  }
}

const root = fileURLToPath(new URL('..', import.meta.url))

if (import.meta.main) {
  const stale = generatedDocs().filter(({ path, text }) => readOr(path, '') !== text)
  if (process.argv.includes('--check')) {
    for (const { path } of stale) console.error(`${path} does not match the code. Run: npm run generate`)
    if (stale.length > 0) process.exitCode = 1
  } else {
    for (const { path, text } of stale) {
      mkdirSync(dirname(join(root, path)), { recursive: true })
      writeFileSync(join(root, path), text)
      console.log(`wrote ${path}`)
    }
  }
}

function readOr(path: string, otherwise: string): string {
  try {
    return readFileSync(join(root, path), 'utf8')
  } catch {
    return otherwise
  }
}

/** What a task or a result rests on: the plan, or why there was a task outside it. */
import { html } from 'hono/html'
import { taskSources } from '#core/tasks/source.ts'
import type { Html, View } from '../view.ts'

export type Basis = { readonly planNo: string | null; readonly planName: string | null; readonly source: string }

/** Label and words for the list of facts. */
export const basisFact = (view: View, { planNo, planName, source }: Basis): readonly [string, Html] =>
  planNo === null
    ? [view.t('taskSource'), html`${sourceWords(view, source)}`]
    : [
        view.t('planWord'),
        html`<a href="${view.href(`/plans/${planNo}`)}">${view.zh(planName ?? planNo)}</a>　<span class="code">${planNo}</span>`,
      ]

/** A triggered task is not announced: its name stands without a link. */
export const taskFact = (
  view: View,
  task: { readonly taskNo: string; readonly taskName: string; readonly source: string },
): readonly [string, Html] => {
  const name = html`${view.zh(task.taskName)}`
  const named = isSource(task.source) && taskSources[task.source].named
  return [
    view.t('taskWord'),
    html`${named ? name : html`<a href="${view.href(`/tasks/${task.taskNo}`)}">${name}</a>`}　<span class="code">${task.taskNo}</span>`,
  ]
}

/** Drawn at random, or why it was named. */
export const howChosen = (view: View, source: string): string =>
  isSource(source) && taskSources[source].named ? view.word(taskSources[source]) : view.t('randomlyDrawn')

/** Who goes is drawn, but of a triggered task: its team is appointed, and a second person approves it. */
export const teamFact = (view: View, source: string): readonly (readonly [string, Html])[] =>
  isSource(source) && taskSources[source].named ? [[view.t('teamWord'), html`${view.t('teamAppointed')}`]] : []

const sourceWords = (view: View, source: string): string => (isSource(source) ? view.word(taskSources[source]) : source)

const isSource = (text: string): text is keyof typeof taskSources => Object.hasOwn(taskSources, text)

/** 建立抽查任务, from a row of a published plan. */
import './tasks.css'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Form, Input, Radio } from 'antd'
import { type ReactNode, useEffect, useState } from 'react'
import { api, client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { PartnerFields } from '#web/console/matching/partner-fields.tsx'
import { TeamFields } from '#web/console/matching/team-fields.tsx'
import { partnersComplete, teamOfForm } from '#web/console/matching/team-form.ts'
import { t } from '#web/i18n/t.ts'
import { dropDraft, keepDraft, readDraft } from '#web/ui/draft.ts'
import { formatTime } from '#web/ui/format.ts'
import { ActionButton, Page, Section } from '#web/ui/page.tsx'
import { PlainDateInput } from '#web/ui/plain-date-input.tsx'
import { ProblemAlert } from '#web/ui/states.tsx'
import { ExclusionEditor } from './exclusion-options.tsx'
import { FilterEditor } from './filter-editor.tsx'
import { type ConditionProblem, filterOfForm } from './filter-form.ts'
import { LiveFrame, LiveLine } from './live-frame.tsx'
import { ModeChoice } from './mode-choice.tsx'
import { OtherItems, otherItemsComplete } from './other-items.tsx'
import { PlanRowPicker } from './plan-row-picker.tsx'
import { StrataEditor } from './strata-editor.tsx'
import { strataOfForm } from './strata-form.ts'
import { emptyTask, formOfTask, isTaskForm, type TaskForm, usesOf, withRow } from './task-form.ts'
import { useChoices } from './use-choices.ts'
import { useTriedFrame } from './use-tried-frame.ts'

export function TaskNewPage(): ReactNode {
  const { plan = '', row = '', like } = useSearch({ from: '/signed-in/shell/tasks/new' })
  return <TaskEditor key={`${plan} ${row} ${like ?? ''}`} plan={plan} row={row} like={like} />
}

function TaskEditor({ plan, row, like }: { readonly plan: string; readonly row: string; readonly like: string | undefined }): ReactNode {
  const navigate = useNavigate()
  const draftId = `task.new.${row === '' ? (like ?? '') : row}`
  const [draft, setDraft] = useState(() => readDraft(draftId, isTaskForm))
  const [form, setForm] = useState<TaskForm>(draft?.value ?? emptyTask(plan, row))
  const [pressed, setPressed] = useState(false)
  const started = useStart(form, plan, row, like, draft === null)
  // The first filling of the form comes from the server: the plan's row, or the task it is like.
  useEffect(() => {
    if (started !== null) setForm(started)
  }, [started])

  const set = (change: Partial<TaskForm>): void => {
    const next = { ...form, ...change }
    setForm(next)
    keepDraft(draftId, next)
  }
  const create = useCommand(client.tasks.create, {
    done: t('task.saved'),
    announce: false,
    onDone: ({ taskId }) => {
      dropDraft(draftId)
      void navigate({ to: '/tasks/$taskId', params: { taskId } })
    },
  })
  const choices = useChoices()
  const tried = useTriedFrame(form)
  const { filter, problems } = filterOfForm(form.filter)
  const strata = strataOfForm(form.by, form.strata)
  const uses = usesOf(form)
  const wrong = wrongFields(form)
  const team = teamOfForm(form.team)
  const complete =
    wrong.size === 0 &&
    problems.size === 0 &&
    strata.ok &&
    team !== null &&
    partnersComplete(form.partners) &&
    otherItemsComplete(form.otherItems)
  const save = (): void => {
    setPressed(true)
    if (!complete || !strata.ok || team === null) return
    void create.run({
      planRowId: form.rowId,
      name: form.name.trim(),
      from: form.from,
      to: form.to,
      mode: uses.length > 0 ? 'sealed' : form.mode,
      filter,
      stratifyBy: form.by,
      strata: strata.strata,
      excludeOpenVisits: form.excludeOpenVisits,
      excludeDrawn: form.excludeDrawn,
      frequencyCap: form.frequencyCap,
      excludeWhitelist: form.excludeWhitelist,
      ...team,
      participants: form.partners.map(({ orgId, itemIds }) => ({ orgId, itemIds: [...itemIds] })),
      otherItems: [...form.otherItems],
      suite: form.suite,
    })
  }
  const bad = (field: 'name' | 'from' | 'to'): { validateStatus: 'error'; help: string } | Record<never, never> =>
    pressed && wrong.has(field) ? { validateStatus: 'error', help: wrong.get(field) ?? '' } : {}

  return (
    <Page
      title={t('task.new')}
      lead={t('task.savedNote')}
      actions={
        <>
          <ActionButton onClick={() => history.back()}>{t('kit.cancel')}</ActionButton>
          <ActionButton primary loading={create.pending} onClick={save}>
            {t('task.save')}
          </ActionButton>
        </>
      }
    >
      {draft !== null && (
        <p className="mj-note">
          {t('plan.form.draftRestored', { at: formatTime(draft.savedAt) })}{' '}
          <Button
            type="link"
            size="small"
            onClick={() => {
              dropDraft(draftId)
              setDraft(null)
              setForm(emptyTask(plan, row))
            }}
          >
            {t('plan.form.draftDrop')}
          </Button>
        </p>
      )}
      <ProblemAlert problem={create.problem} />
      {pressed && !complete && (
        <p className="mj-note mj-note-amber" role="alert">
          {t('task.missing')}
        </p>
      )}
      <Form layout="vertical" component="div">
        <Section title={t('task.basis')} note={t('task.basisNote')}>
          <PlanRowPicker
            planId={form.planId}
            rowId={form.rowId}
            wrong={pressed}
            onPlan={(planId) => set({ planId, rowId: '' })}
            onRow={(chosen, chosenRow) => set(withRow(form, chosen.id, chosenRow))}
          />
        </Section>
        <Section title={t('task.settings')}>
          <div className="mj-task-head">
            <Form.Item label={t('task.name')} htmlFor="task-name" {...bad('name')}>
              <Input id="task-name" value={form.name} maxLength={120} onChange={(event) => set({ name: event.target.value })} />
            </Form.Item>
            <Form.Item label={t('task.from')} {...bad('from')}>
              <PlainDateInput aria-label={t('task.from')} value={form.from} onChange={(day) => set({ from: day ?? '' })} />
            </Form.Item>
            <Form.Item label={t('task.to')} {...bad('to')}>
              <PlainDateInput aria-label={t('task.to')} value={form.to} onChange={(day) => set({ to: day ?? '' })} />
            </Form.Item>
          </div>
        </Section>
        <Section title={t('task.filter')} note={t('task.filterNote')}>
          <FilterEditor
            value={form.filter}
            choices={choices}
            problems={pressed ? problems : noProblems}
            onChange={(next) => set({ filter: next })}
          />
        </Section>
        <Section title={t('task.exclude')} note={t('task.exclude.note')}>
          <ExclusionEditor value={form} choices={choices} onChange={set} />
        </Section>
        <LiveFrame tried={tried} />
        <Section title={t('task.strata')} note={t('task.strataNote')}>
          <StrataEditor
            by={form.by}
            rows={form.strata}
            problems={pressed && !strata.ok ? strata.problems : []}
            choices={choices}
            tried={tried}
            onChange={(by, rows) => set({ by, strata: rows })}
          />
        </Section>
        <Section title={t('task.mode')}>
          <ModeChoice
            mode={form.mode}
            uses={uses}
            labelsPublic={form.mode === 'open' && form.by === 'label'}
            onChange={(mode) => set({ mode })}
          />
        </Section>
        <Section title={t('team.title')} note={t('team.note')}>
          <TeamFields value={form.team} pressed={pressed} onChange={(next) => set({ team: next })} />
        </Section>
        <Section title={t('team.partners')} note={t('team.partnersNote')}>
          <PartnerFields value={form.partners} pressed={pressed} onChange={(partners) => set({ partners })} />
        </Section>
        <OtherItems value={form.otherItems} pressed={pressed} onChange={(otherItems) => set({ otherItems })} />
        <Section title={t('team.algorithm')}>
          <Radio.Group
            aria-label={t('team.algorithm')}
            value={form.suite}
            options={(['sha256', 'sm3'] as const).map((suite) => ({ value: suite, label: t(`task.suite.${suite}`) }))}
            onChange={(event) => set({ suite: event.target.value === 'sm3' ? 'sm3' : 'sha256' })}
          />
        </Section>
      </Form>
      <LiveLine tried={tried} />
    </Page>
  )
}

/** Nothing is red before somebody tried to save. */
const noProblems: ReadonlyMap<string, ConditionProblem> = new Map()

/** What fills an untouched form once it is known; null while it is not, or when there is nothing to fill. */
function useStart(form: TaskForm, planId: string, rowId: string, like: string | undefined, fresh: boolean): TaskForm | null {
  const task = useQuery({ ...api.tasks.get.queryOptions({ input: { taskId: like ?? '' } }), enabled: fresh && like !== undefined })
  const planOf = like === undefined ? planId : (task.data?.planId ?? '')
  const plan = useQuery({ ...api.plans.get.queryOptions({ input: { planId: planOf } }), enabled: fresh && planOf !== '' })
  const joint = (task.data?.participants.length ?? 0) > 0
  const partners = useQuery({ ...api.tasks.partners.queryOptions(), enabled: fresh && joint })
  const [start, setStart] = useState<TaskForm | null>(null)
  if (!fresh || start !== null || plan.data === undefined || (joint && partners.isPending)) return start
  if (like !== undefined && task.data !== undefined) {
    const row = plan.data.rows.find((one) => one.taskIds.includes(like))
    setStart(formOfTask(task.data, row?.id ?? '', partners.data?.rows ?? []))
  } else {
    const row = plan.data.rows.find((one) => one.id === rowId)
    if (row !== undefined) setStart(withRow(form, planId, row))
  }
  return null
}

function wrongFields(form: TaskForm): ReadonlyMap<'row' | 'name' | 'from' | 'to', string> {
  const wrong = new Map<'row' | 'name' | 'from' | 'to', string>()
  if (form.rowId === '') wrong.set('row', t('task.missingPlan'))
  if (form.name.trim().length < 2) wrong.set('name', t('plan.form.nameRule'))
  if (form.from === '') wrong.set('from', t('kit.required'))
  if (form.to === '') wrong.set('to', t('kit.required'))
  else if (form.from > form.to) wrong.set('to', t('plan.form.windowRule'))
  return wrong
}

/** 建立抽查任务, and 修改 while it is a draft: one form for every source. */
import './tasks.css'
import { useNavigate } from '@tanstack/react-router'
import { Form, Input, Radio } from 'antd'
import { type ReactNode, useEffect, useState } from 'react'
import { isNamed } from '#core/tasks/source.ts'
import { client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { LevelChoice } from '#web/console/dispatch/level-choice.tsx'
import { PartnerFields } from '#web/console/matching/partner-fields.tsx'
import { TeamFields } from '#web/console/matching/team-fields.tsx'
import { partnersComplete, teamOfForm } from '#web/console/matching/team-form.ts'
import { PlannedPartners } from '#web/console/plans/planned-partners.tsx'
import { language, t } from '#web/i18n/t.ts'
import { dropDraft, keepDraft, readDraft } from '#web/ui/draft.ts'
import { DraftNote } from '#web/ui/draft-note.tsx'
import { ActionButton, Page, Section } from '#web/ui/page.tsx'
import { PlainDateInput } from '#web/ui/plain-date-input.tsx'
import { DrawingFields } from './drawing-fields.tsx'
import { filterOfForm } from './filter-form.ts'
import { FormPart, RefusalSummary } from './form-part.tsx'
import { LiveLine } from './live-frame.tsx'
import { AppointedFields, NamedFields } from './named-fields.tsx'
import { OtherItems, otherItemsComplete } from './other-items.tsx'
import { PlanRowPicker } from './plan-row-picker.tsx'
import { type FormField, refusedFields } from './refused-field.ts'
import { RowItems } from './row-items.tsx'
import { SourceFields } from './source-fields.tsx'
import { draftOfSource, type SourceForm, wrongSource } from './source-form.ts'
import { strataOfForm } from './strata-form.ts'
import { directedTask, emptyTask, isTaskForm, type TaskForm, usesOf, withRow } from './task-form.ts'
import { useRowOf, useTaskStart } from './use-task-start.ts'
import { useTriedFrame } from './use-tried-frame.ts'

export type TaskEditorProps = {
  readonly plan: string
  readonly row: string
  /** Starts with the settings of this task. */
  readonly like: string | undefined
  /** Starts as a directed draw of this label. */
  readonly label?: string | undefined
  /** Changes this draft instead of making a new task; `seen` is what the page showed. */
  readonly edits?: { readonly taskId: string; readonly seen: string }
}

export function TaskEditor({ plan, row, like, label, edits }: TaskEditorProps): ReactNode {
  const navigate = useNavigate()
  const draftId = edits === undefined ? `task.new.${row === '' ? (like ?? label ?? '') : row}` : `task.edit.${edits.taskId}`
  const begun = (): TaskForm => (label === undefined ? emptyTask(plan, row) : directedTask(label))
  const [draft, setDraft] = useState(() => readDraft(draftId, isTaskForm))
  const [form, setForm] = useState<TaskForm>(draft?.value ?? begun())
  const [pressed, setPressed] = useState(false)
  const started = useTaskStart(form, { plan, row, like }, draft === null)
  // The first filling of the form comes from the server: the plan's row, or the task it is like.
  useEffect(() => {
    if (started !== null) setForm(started)
  }, [started])

  const set = (change: Partial<TaskForm>): void => {
    const next = { ...form, ...change }
    setForm(next)
    keepDraft(draftId, next)
  }
  const leave = (taskId: string): void => {
    dropDraft(draftId)
    void navigate({ to: '/tasks/$taskId', params: { taskId } })
  }
  const create = useCommand(client.tasks.create, { done: t('task.saved'), announce: false, onDone: ({ taskId }) => leave(taskId) })
  const change = useCommand(client.tasks.edit, { done: t('task.edit.saved'), announce: false, onDone: () => leave(edits?.taskId ?? '') })
  const command = edits === undefined ? create : change
  const tried = useTriedFrame(form)
  const { filter, problems } = filterOfForm(form.filter)
  const strata = strataOfForm(form.by, form.strata)
  const uses = usesOf(form)
  const wrong = wrongFields(form)
  const team = teamOfForm(form.team)
  const named = isNamed(form.more.source)
  const wrongMore = wrongSource(form.more, { ...form, need: team?.officersPerObject ?? 2 })
  const more = (part: Partial<SourceForm>): void => set({ more: { ...form.more, ...part } })
  const chosenRow = useRowOf(form)
  const itemIds = form.more.itemIds.length > 0 ? form.more.itemIds : (chosenRow?.itemIds ?? [])
  const complete =
    wrong.size === 0 &&
    wrongMore.size === 0 &&
    (named || (problems.size === 0 && strata.ok)) &&
    team !== null &&
    partnersComplete(form.partners) &&
    otherItemsComplete(form.otherItems)
  const save = (): void => {
    setPressed(true)
    if (!complete || team === null) return
    const draftOf = {
      ...draftOfSource(form.more),
      planRowId: form.more.source === 'plan' ? form.rowId : null,
      name: form.name.trim(),
      from: form.from,
      to: form.to,
      mode: uses.length > 0 ? 'sealed' : form.mode,
      filter,
      ...(strata.ok && !named ? { stratifyBy: form.by, strata: strata.strata } : nobodyDrawn),
      excludeOpenVisits: form.excludeOpenVisits,
      excludeDrawn: form.excludeDrawn,
      frequencyCap: form.frequencyCap,
      excludeWhitelist: form.excludeWhitelist,
      ...team,
      participants: form.partners.map(({ orgId, itemIds }) => ({ orgId, itemIds: [...itemIds] })),
      otherItems: [...form.otherItems],
      suite: form.suite,
      level: named ? ('self' as const) : form.level,
    }
    void (edits === undefined ? create.run(draftOf) : change.run({ ...draftOf, ...edits }))
  }
  const choosesItems = chosenRow !== null && !chosenRow.itemsFixed
  const refused = refusedFields(command.problem, {
    itemsChosen: form.more.source !== 'plan' || choosesItems,
    language: language(),
  })
  const red: ReadonlyMap<FormField, string> = new Map<FormField, string>([...refused, ...wrongMore, ...wrong])
  const bad = (field: 'name' | 'from' | 'to'): FieldState => stateOf(pressed ? red.get(field) : undefined)

  return (
    <Page
      title={t(edits === undefined ? 'task.new' : 'task.edit.title')}
      lead={t('task.savedNote')}
      actions={
        <>
          <ActionButton onClick={() => history.back()}>{t('kit.cancel')}</ActionButton>
          <ActionButton primary loading={command.pending} onClick={save}>
            {t(edits === undefined ? 'task.save' : 'task.edit.save')}
          </ActionButton>
        </>
      }
    >
      <DraftNote
        draft={draft}
        onDrop={() => {
          dropDraft(draftId)
          setDraft(null)
          setForm(begun())
        }}
      />
      <RefusalSummary problem={command.problem} fields={refused} />
      {pressed && !complete && (
        <p className="mj-note mj-note-amber" role="alert">
          {t('task.missing')}
        </p>
      )}
      <Form layout="vertical" component="div">
        <Section title={t('task.basis')} note={t('task.basisNote')}>
          <SourceFields
            value={form.more}
            wrong={red}
            pressed={pressed}
            known={new Map()}
            onChange={more}
            picker={
              <FormPart field="row" refused={refused.get('row')}>
                <PlanRowPicker
                  planId={form.planId}
                  rowId={form.rowId}
                  wrong={pressed}
                  onPlan={(planId) => set({ planId, rowId: '' })}
                  onRow={(chosen, picked) => set(withRow(form, chosen.id, picked))}
                />
              </FormPart>
            }
          />
          {choosesItems && (
            <RowItems
              row={chosenRow}
              value={form.more.itemIds}
              refused={refused.get('itemIds')}
              onChange={(chosen) => more({ itemIds: chosen })}
            />
          )}
        </Section>
        <Section title={t('task.nameAndTime')}>
          <div className="mj-task-head">
            <Form.Item label={t('task.name')} htmlFor="task-name" data-field="name" {...bad('name')}>
              <Input id="task-name" value={form.name} maxLength={120} onChange={(event) => set({ name: event.target.value })} />
            </Form.Item>
            <Form.Item label={t('task.from')} data-field="from" {...bad('from')}>
              <PlainDateInput aria-label={t('task.from')} value={form.from} onChange={(day) => set({ from: day ?? '' })} />
            </Form.Item>
            <Form.Item label={t('task.to')} data-field="to" {...bad('to')}>
              <PlainDateInput aria-label={t('task.to')} value={form.to} onChange={(day) => set({ to: day ?? '' })} />
            </Form.Item>
          </div>
        </Section>
        {named ? (
          <>
            <Section title={t('task.named')} note={t('task.named.note')}>
              <FormPart field="objects">
                <NamedFields
                  value={form.more.objects}
                  wrong={pressed ? red.get('objects') : undefined}
                  onChange={(objects) => more({ objects })}
                />
              </FormPart>
            </Section>
            <Section title={t('task.team')} note={t('task.team.note')}>
              <FormPart field="officers">
                <AppointedFields
                  value={form.more.officers}
                  wrong={pressed ? red.get('officers') : undefined}
                  onChange={(officers) => more({ officers })}
                />
              </FormPart>
            </Section>
          </>
        ) : (
          <DrawingFields
            form={form}
            pressed={pressed}
            problems={problems}
            strata={strata}
            uses={uses}
            tried={tried}
            wrong={red}
            itemIds={itemIds}
            onChange={set}
          />
        )}
        {!named && (
          <>
            <Section title={t('team.title')} note={t('team.note')}>
              <FormPart field="level">
                <LevelChoice value={form.level} wrong={refused.get('level')} onChange={(level) => set({ level })} />
              </FormPart>
              <FormPart field="team" refused={refused.get('team')}>
                <TeamFields value={form.team} pressed={pressed} onChange={(next) => set({ team: next })} />
              </FormPart>
            </Section>
            <Section title={t('team.partners')} note={t('team.partnersNote')}>
              <FormPart field="participants" refused={refused.get('participants')}>
                <PlannedPartners parties={chosenRow?.parties ?? []} value={form.partners} onChange={(partners) => set({ partners })} />
                <PartnerFields value={form.partners} pressed={pressed} onChange={(partners) => set({ partners })} />
              </FormPart>
            </Section>
          </>
        )}
        <FormPart field="otherItems" refused={refused.get('otherItems')}>
          <OtherItems value={form.otherItems} pressed={pressed} onChange={(otherItems) => set({ otherItems })} />
        </FormPart>
        {!named && (
          <Section title={t('team.algorithm')}>
            <Radio.Group
              aria-label={t('team.algorithm')}
              value={form.suite}
              options={(['sha256', 'sm3'] as const).map((suite) => ({ value: suite, label: t(`task.suite.${suite}`) }))}
              onChange={(event) => set({ suite: event.target.value === 'sm3' ? 'sm3' : 'sha256' })}
            />
          </Section>
        )}
      </Form>
      {!named && <LiveLine tried={tried} />}
    </Page>
  )
}

/** A task that names its objects draws none: its settings say so. */
const nobodyDrawn = {
  stratifyBy: 'none' as const,
  strata: [{ name: '-', values: [], ratePpm: 0, rounding: 'half-up' as const, allowZero: true }],
}

type FieldState = { readonly validateStatus: 'error'; readonly help: string } | Record<never, never>
const stateOf = (words: string | undefined): FieldState => (words === undefined ? {} : { validateStatus: 'error', help: words })

function wrongFields(form: TaskForm): ReadonlyMap<'row' | 'name' | 'from' | 'to', string> {
  const wrong = new Map<'row' | 'name' | 'from' | 'to', string>()
  if (form.more.source === 'plan' && form.rowId === '') wrong.set('row', t('task.missingPlan'))
  if (form.name.trim().length < 2) wrong.set('name', t('plan.form.nameRule'))
  if (form.from === '') wrong.set('from', t('kit.required'))
  if (form.to === '') wrong.set('to', t('kit.required'))
  else if (form.from > form.to) wrong.set('to', t('plan.form.windowRule'))
  return wrong
}

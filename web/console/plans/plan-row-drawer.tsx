/** One row of a plan in a drawer: the table stays in sight, and what is typed stays in this browser until it is saved. */
import './plans.css'
import { Button, Drawer, Form } from 'antd'
import { type ReactNode, useState } from 'react'
import type { PlanRow } from '#contract/plan-rows.ts'
import type { PlanKind } from '#core/plans/row.ts'
import type { ShownProblem } from '#web/api/problem.ts'
import { t } from '#web/i18n/t.ts'
import { dropDraft, keepDraft, readDraft } from '#web/ui/draft.ts'
import { DraftNote } from '#web/ui/draft-note.tsx'
import { ActionButton } from '#web/ui/page.tsx'
import { ProblemAlert } from '#web/ui/states.tsx'
import {
  directedRowForm,
  draftOfForm,
  emptyRowForm,
  formFields,
  formOfRow,
  isRowForm,
  type RowDraft,
  type RowForm,
  type RowWords,
} from './plan-row-form.ts'
import { PlanRowSampling } from './plan-row-sampling.tsx'
import { PlanRowWords } from './plan-row-words.tsx'

export type PlanRowDrawerProps = {
  readonly title: string
  readonly year: number
  readonly kind: PlanKind
  /** Null: a new row. */
  readonly row: PlanRow | null
  /** What a new row begins with, such as a copy. */
  readonly template?: PlanRow | null
  /** A new row begins as a directed draw of this label. */
  readonly label?: string | undefined
  /** The office a new row begins with. */
  readonly office?: string
  /** Under which name the browser keeps what is typed. */
  readonly draftId: string
  /** Answers whether it was saved. */
  readonly save: (draft: RowDraft) => Promise<boolean>
  readonly pending: boolean
  readonly problem: ShownProblem | null
  readonly onClose: () => void
}

export function PlanRowDrawer(props: PlanRowDrawerProps): ReactNode {
  const { title, year, kind, row, template = null, label, office = '', draftId, save, pending, problem, onClose } = props
  const [form] = Form.useForm<RowWords>()
  const [draft, setDraft] = useState(() => readDraft(draftId, isRowForm))
  const source = row ?? template
  const [saved] = useState<RowForm>(() => (source === null ? begun(year, office, label) : formOfRow(source)))
  const [rest, setRest] = useState<Omit<RowForm, 'words'>>(() => draft?.value ?? saved)
  const [wrong, setWrong] = useState<'filter' | 'strata' | null>(null)
  const whole = (): RowForm => ({ ...rest, words: { ...saved.words, ...form.getFieldsValue(true) } })
  const change = (next: Partial<RowForm>): void => {
    const after = { ...rest, ...next }
    setRest(after)
    keepDraft(draftId, { ...whole(), ...after })
  }
  const submit = async (): Promise<void> => {
    const made = draftOfForm(whole())
    setWrong('wrong' in made ? made.wrong : null)
    if ('draft' in made && (await save(made.draft))) dropDraft(draftId)
  }
  const forget = (): void => {
    dropDraft(draftId)
    setDraft(null)
    setRest(saved)
    form.setFieldsValue(saved.words)
  }
  const field = typeof problem?.facts.field === 'string' ? problem.facts.field : null
  const besideField = field !== null && formFields.some((one) => one === field)
  return (
    <Drawer
      open
      size={1000}
      title={title}
      mask={{ closable: false }}
      onClose={onClose}
      footer={
        <div className="mj-drawer-foot">
          <span className="quiet small">{t('plan.form.draftKept')}</span>
          <Button onClick={onClose}>{t('kit.cancel')}</Button>
          <ActionButton primary loading={pending} onClick={() => form.submit()}>
            {t('plan.form.save')}
          </ActionButton>
        </div>
      }
    >
      <DraftNote draft={draft} onDrop={forget} />
      {!besideField && field !== 'strata' && field !== 'filter' && <ProblemAlert problem={problem} />}
      <Form<RowWords>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={(draft?.value ?? saved).words}
        scrollToFirstError={{ block: 'center', focus: true }}
        onValuesChange={() => keepDraft(draftId, whole())}
        onFinish={() => void submit()}
      >
        <PlanRowWords
          kind={kind}
          known={namesOf(source)}
          refusal={besideField && field !== null ? { field, text: problem?.text ?? '' } : null}
          joint={rest.joint}
          onJoint={(joint, itemIds) => {
            change({ joint })
            if (itemIds !== null) form.setFieldsValue({ itemIds: [...itemIds] })
          }}
        />
      </Form>
      <PlanRowSampling
        filter={rest.filter}
        by={rest.by}
        strata={rest.strata}
        bases={rest.bases}
        wrong={wrong}
        problem={field === 'strata' || field === 'filter' ? problem : null}
        onChange={change}
      />
    </Drawer>
  )
}

const begun = (year: number, office: string, label: string | undefined): RowForm =>
  label === undefined ? emptyRowForm(year, office) : directedRowForm(year, office, label)

const namesOf = (row: PlanRow | null): ReadonlyMap<string, string> =>
  new Map((row?.itemIds ?? []).map((id, index): [string, string] => [id, row?.itemNames[index] ?? id]))

/** 编制或修改一份计划. What is typed is kept in this browser until it is saved. */
import './plans.css'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { Button, Form, Input } from 'antd'
import { type ReactNode, useState } from 'react'
import type { Plan } from '#contract/plans.ts'
import { api, client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { meQuery } from '#web/api/session.ts'
import { t } from '#web/i18n/t.ts'
import { dropDraft, keepDraft, readDraft } from '#web/ui/draft.ts'
import { formatTime } from '#web/ui/format.ts'
import { Icon } from '#web/ui/icon.tsx'
import { ActionButton, Page, Section } from '#web/ui/page.tsx'
import { Loaded, ProblemAlert } from '#web/ui/states.tsx'
import { draftsOfRows, emptyRow, formOfPlan, isPlanForm, type PlanForm } from './plan-form.ts'
import { PlanRowFields } from './plan-row-fields.tsx'

export const NewPlanPage = (): ReactNode => <PlanEditor plan={null} />

export function EditPlanPage(): ReactNode {
  const { planId } = useParams({ from: '/signed-in/shell/plans/$planId/edit' })
  const query = useQuery(api.plans.get.queryOptions({ input: { planId } }))
  return <Loaded query={query}>{(plan) => <PlanEditor key={plan.id} plan={plan} />}</Loaded>
}

function PlanEditor({ plan }: { readonly plan: Plan | null }): ReactNode {
  const navigate = useNavigate()
  const { data: me } = useQuery(meQuery)
  const [form] = Form.useForm<PlanForm>()
  const [wrong, setWrong] = useState(0)
  const draftId = plan === null ? 'plan.new' : `plan.${plan.id}`
  const [draft, setDraft] = useState(() => readDraft(draftId, isPlanForm))
  const saved = plan === null ? blank(me?.org.name ?? '') : formOfPlan(plan)
  const [initial] = useState(draft?.value ?? saved)
  const known = new Map(
    (plan?.rows ?? []).flatMap((row) => row.itemIds.map((id, index): [string, string] => [id, row.itemNames[index] ?? id])),
  )

  const leave = (planId: string): void => {
    dropDraft(draftId)
    void navigate({ to: '/plans/$planId', params: { planId } })
  }
  const create = useCommand(client.plans.create, { done: t('plan.form.saved'), onDone: ({ planId }) => leave(planId), announce: false })
  const edit = useCommand(client.plans.edit, { done: t('plan.form.saved'), onDone: () => leave(plan?.id ?? ''), announce: false })
  const save = async (values: PlanForm): Promise<void> => {
    setWrong(0)
    const rows = draftsOfRows(values.rows)
    if (plan === null) await create.run({ year: Number(values.year), name: values.name.trim(), rows })
    else await edit.run({ planId: plan.id, name: values.name.trim(), rows })
  }
  const keep = (): void => void keepDraft(draftId, form.getFieldsValue(true))
  const forget = (): void => {
    dropDraft(draftId)
    setDraft(null)
    form.setFieldsValue(saved)
  }

  return (
    <Page
      title={plan === null ? t('plan.form.new') : t('plan.form.edit')}
      lead={plan === null ? t('plan.form.draftKept') : `${plan.planNo}　${t('plan.form.draftKept')}`}
      actions={
        <>
          <ActionButton
            onClick={() => void navigate(plan === null ? { to: '/plans' } : { to: '/plans/$planId', params: { planId: plan.id } })}
          >
            {t('kit.cancel')}
          </ActionButton>
          <ActionButton primary loading={create.pending || edit.pending} onClick={() => form.submit()}>
            {t('plan.form.save')}
          </ActionButton>
        </>
      }
    >
      {draft !== null && (
        <p className="mj-note">
          {t('plan.form.draftRestored', { at: formatTime(draft.savedAt) })}{' '}
          <Button type="link" size="small" onClick={forget}>
            {t('plan.form.draftDrop')}
          </Button>
        </p>
      )}
      <ProblemAlert problem={create.problem ?? edit.problem} />
      {wrong > 0 && (
        <p className="mj-note mj-note-amber" role="alert">
          {t('plan.form.wrongRows', { n: wrong })}
        </p>
      )}
      <Form<PlanForm>
        form={form}
        layout="vertical"
        requiredMark={false}
        preserve
        clearOnDestroy
        initialValues={initial}
        scrollToFirstError={{ block: 'center', focus: true }}
        onValuesChange={keep}
        onFinish={(values) => void save(values)}
        onFinishFailed={({ errorFields }) => setWrong(errorFields.length)}
      >
        <div className="mj-plan-row-grid">
          <Form.Item
            className="mj-w2"
            name="year"
            label={t('plan.year')}
            rules={[{ required: true, pattern: /^2\d{3}$/, message: t('plan.form.yearRule') }]}
          >
            <Input inputMode="numeric" maxLength={4} disabled={plan !== null} />
          </Form.Item>
          <Form.Item
            className="mj-w6"
            name="name"
            label={t('plan.name')}
            rules={[{ required: true, whitespace: true, min: 2, max: 120, message: t('plan.form.nameRule') }]}
          >
            <Input maxLength={120} />
          </Form.Item>
        </div>
        <Section title={t('plan.rows')}>
          <Form.List name="rows">
            {(fields, { add, remove, move }) => (
              <>
                {fields.map((field, index) => (
                  <PlanRowFields
                    key={field.key}
                    index={index}
                    path={field.name}
                    known={known}
                    only={fields.length === 1}
                    onCopy={() => {
                      add({ ...form.getFieldValue(['rows', index]) }, index + 1)
                      keep()
                    }}
                    onRemove={() => {
                      remove(index)
                      keep()
                    }}
                    onUp={() => {
                      move(index, index - 1)
                      keep()
                    }}
                  />
                ))}
                <Button
                  onClick={() => add(emptyRow(form.getFieldValue('year'), lastOffice(form.getFieldValue('rows'))))}
                  disabled={fields.length >= 200}
                >
                  <Icon name="plus" />
                  {t('plan.row.add')}
                </Button>
              </>
            )}
          </Form.List>
        </Section>
      </Form>
    </Page>
  )
}

function blank(org: string): PlanForm {
  const year = new Date().getFullYear()
  return { year: String(year), name: t('plan.form.nameDefault', { org, year: String(year) }), rows: [emptyRow(String(year), '')] }
}

const lastOffice = (rows: PlanForm['rows'] | undefined): string => rows?.at(-1)?.office ?? ''

/** 编制年度计划: its year, its name, what kind it is, and whether it begins as a copy of an earlier one. Rows follow on its own page. */
import './plans.css'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Form, Input, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import { planKinds } from '#core/plans/row.ts'
import { api, client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { meQuery } from '#web/api/session.ts'
import { language, t } from '#web/i18n/t.ts'
import { dropDraft, keepDraft, readDraft } from '#web/ui/draft.ts'
import { DraftNote } from '#web/ui/draft-note.tsx'
import { ActionButton, Page } from '#web/ui/page.tsx'
import { Loaded, ProblemAlert } from '#web/ui/states.tsx'

type NewPlan = {
  readonly year: string
  readonly name: string
  readonly kind: keyof typeof planKinds
  readonly docNo: string
  readonly copyOf: string | null
}

const draftId = 'plan.new'

export function NewPlanPage(): ReactNode {
  const me = useQuery(meQuery)
  return <Loaded query={me}>{(one) => <NewPlanForm org={one?.org.name ?? ''} />}</Loaded>
}

function NewPlanForm({ org }: { readonly org: string }): ReactNode {
  const navigate = useNavigate()
  const [form] = Form.useForm<NewPlan>()
  const copyOf = Form.useWatch('copyOf', form) ?? null
  const [draft, setDraft] = useState(() => readDraft(draftId, isNewPlan))
  const [blank] = useState<NewPlan>(() => {
    const year = String(new Date().getFullYear() + (new Date().getMonth() >= 9 ? 1 : 0))
    return { year, name: t('plan.form.nameDefault', { org, year }), kind: 'own', docNo: '', copyOf: null }
  })
  const { data: earlier } = useQuery(api.plans.list.queryOptions({ input: { limit: 100 } }))
  const leave = (planId: string): void => {
    dropDraft(draftId)
    void navigate({ to: '/plans/$planId', params: { planId } })
  }
  const create = useCommand(client.plans.create, { done: t('plan.form.saved'), onDone: ({ planId }) => leave(planId), announce: false })
  const copy = useCommand(client.plans.copy, {
    done: ({ rows }) => t('plan.copy.done', { n: rows }),
    onDone: ({ planId }) => leave(planId),
    announce: false,
  })
  const save = async ({ year, name, kind, docNo, copyOf: from }: NewPlan): Promise<void> => {
    const head = { year: Number(year), name: name.trim() }
    if (from === null) await create.run({ ...head, kind, docNo: docNo.trim() })
    else await copy.run({ ...head, planId: from })
  }
  const problem = copyOf === null ? create.problem : copy.problem
  const field = problem?.code === 'plan_name_taken' ? 'name' : problem?.facts.field
  const refused = (name: 'name' | 'docNo') => (field === name ? { validateStatus: 'error' as const, help: problem?.text } : {})
  return (
    <Page
      title={t('plan.form.new')}
      lead={t('plan.form.newLead')}
      actions={
        <>
          <ActionButton onClick={() => void navigate({ to: '/plans' })}>{t('kit.cancel')}</ActionButton>
          <ActionButton primary loading={create.pending || copy.pending} onClick={() => form.submit()}>
            {t('plan.form.create')}
          </ActionButton>
        </>
      }
    >
      <DraftNote
        draft={draft}
        onDrop={() => {
          dropDraft(draftId)
          setDraft(null)
          form.setFieldsValue(blank)
        }}
      />
      {field !== 'name' && field !== 'docNo' && <ProblemAlert problem={problem} />}
      <Form<NewPlan>
        form={form}
        layout="vertical"
        requiredMark={false}
        className="mj-plan-new"
        initialValues={draft?.value ?? blank}
        onValuesChange={(changed, all) => {
          keepDraft(draftId, all)
          if ('year' in changed && !form.isFieldTouched('name'))
            form.setFieldsValue({ name: t('plan.form.nameDefault', { org, year: all.year }) })
        }}
        onFinish={(values) => void save(values)}
      >
        <Form.Item name="year" label={t('plan.year')} rules={[{ required: true, pattern: /^2\d{3}$/, message: t('plan.form.yearRule') }]}>
          <Input inputMode="numeric" maxLength={4} />
        </Form.Item>
        <Form.Item
          name="name"
          label={t('plan.name')}
          rules={[{ required: true, whitespace: true, min: 2, max: 120, message: t('plan.form.nameRule') }]}
          {...refused('name')}
        >
          <Input maxLength={120} />
        </Form.Item>
        <Form.Item label={t('plan.no')}>
          <span className="quiet">{t('plan.form.noByItself')}</span>
        </Form.Item>
        <Form.Item name="copyOf" label={t('plan.copy')} extra={t('plan.copy.note')}>
          <Select
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            placeholder={t('plan.copy.none')}
            options={(earlier?.rows ?? []).map(({ id, planNo, name }) => ({ value: id, label: `${name}（${planNo}）` }))}
            onChange={(value: string | undefined) => form.setFieldsValue({ copyOf: value ?? null })}
          />
        </Form.Item>
        {copyOf === null && (
          <>
            <Form.Item name="kind" label={t('plan.kind')} extra={t('plan.kind.note')}>
              <Select options={Object.entries(planKinds).map(([value, word]) => ({ value, label: word[language()] }))} />
            </Form.Item>
            <Form.Item name="docNo" label={t('plan.docNo')} {...refused('docNo')}>
              <Input maxLength={60} placeholder={t('plan.docNoHint')} />
            </Form.Item>
          </>
        )}
      </Form>
    </Page>
  )
}

const isNewPlan = (value: unknown): value is NewPlan =>
  typeof value === 'object' && value !== null && 'year' in value && 'name' in value && 'kind' in value && typeof value.name === 'string'

/** The name of a plan, what kind it is, and the number of the paper it goes out under. Its own number is given by the system. */
import { Form, Input, Select } from 'antd'
import type { ReactNode } from 'react'
import type { Plan } from '#contract/plans.ts'
import { planKinds } from '#core/plans/row.ts'
import { client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { language, t } from '#web/i18n/t.ts'
import { DecisionModal } from '#web/ui/decision-modal.tsx'

type Head = Pick<Plan, 'name' | 'kind' | 'docNo'>

export function PlanHeadDialog({ plan, onClose }: { readonly plan: Plan; readonly onClose: () => void }): ReactNode {
  const [form] = Form.useForm<Head>()
  const save = useCommand(client.plans.editHead, { done: t('plan.form.saved'), onDone: onClose, announce: false })
  const { name, kind, docNo } = plan
  const refused = (field: 'name' | 'docNo') =>
    save.problem?.facts.field === field ? { validateStatus: 'error' as const, help: save.problem.text } : {}
  return (
    <DecisionModal title={t('plan.head.edit')} okText={t('plan.form.save')} command={save} onOk={() => form.submit()} onClose={onClose}>
      <Form<Head>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ name, kind, docNo }}
        onFinish={(values) =>
          void save.run({ planId: plan.id, seen: plan.updatedAt, ...values, name: values.name.trim(), docNo: values.docNo.trim() })
        }
      >
        <Form.Item
          name="name"
          label={t('plan.name')}
          rules={[{ required: true, whitespace: true, min: 2, max: 120, message: t('plan.form.nameRule') }]}
          {...refused('name')}
        >
          <Input maxLength={120} />
        </Form.Item>
        <Form.Item name="kind" label={t('plan.kind')} extra={t('plan.kind.note')}>
          <Select options={Object.entries(planKinds).map(([value, word]) => ({ value, label: word[language()] }))} />
        </Form.Item>
        <Form.Item name="docNo" label={t('plan.docNo')} {...refused('docNo')}>
          <Input maxLength={60} placeholder={t('plan.docNoHint')} />
        </Form.Item>
      </Form>
    </DecisionModal>
  )
}

/** 编制或修订一个联合抽查事项. What is typed is kept in this browser; departments without an item are named beside the list. */
import './catalogue.css'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { Button, Form, Input } from 'antd'
import { type ReactNode, useState } from 'react'
import type { JointItem } from '#contract/joint-items.ts'
import { checkJoint } from '#core/catalogue/joint.ts'
import { api, client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t } from '#web/i18n/t.ts'
import { dropDraft, keepDraft, readDraft } from '#web/ui/draft.ts'
import { DraftNote } from '#web/ui/draft-note.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { ActionButton, Page, Section } from '#web/ui/page.tsx'
import { PlainDateInput } from '#web/ui/plain-date-input.tsx'
import { Loaded, ProblemAlert } from '#web/ui/states.tsx'
import { WordsInput } from '#web/ui/words-input.tsx'
import { emptyJoint, isJointForm, type JointForm, jointForm, jointOfForm } from './joint-form.ts'

export const NewJointPage = (): ReactNode => <Editor item={null} />

export function EditJointPage(): ReactNode {
  const { jointItemId } = useParams({ from: '/signed-in/shell/joint-items/$jointItemId/edit' })
  const query = useQuery(api.jointItems.get.queryOptions({ input: { jointItemId } }))
  return <Loaded query={query}>{(item) => <Editor key={item.id} item={item} />}</Loaded>
}

function Editor({ item }: { readonly item: JointItem | null }): ReactNode {
  const navigate = useNavigate()
  const [form] = Form.useForm<JointForm>()
  const draftId = item === null ? 'joint.new' : `joint.${item.id}`
  const [draft, setDraft] = useState(() => readDraft(draftId, isJointForm))
  const saved = item === null ? emptyJoint : jointForm(item)
  const [initial] = useState(draft?.value ?? saved)
  const typed = Form.useWatch((values: JointForm) => values, { form, preserve: true })
  const judged = checkJoint(jointOfForm({ ...initial, ...typed }))
  const save = useCommand(client.jointItems.save, {
    announce: false,
    onDone: ({ ids: [jointItemId = ''] }) => {
      dropDraft(draftId)
      void navigate({ to: '/joint-items/$jointItemId', params: { jointItemId } })
    },
  })
  const send = (submit: boolean): void =>
    void form.validateFields().then(
      () => save.run({ items: [jointOfForm({ ...initial, ...form.getFieldsValue(true) })], submit }),
      () => undefined, // what is wrong stands beside the fields
    )
  return (
    <Page
      title={item === null ? t('joint.new') : t('joint.edit')}
      lead={t('item.form.kept')}
      actions={
        <>
          <ActionButton onClick={() => void navigate({ to: '/joint-items' })}>{t('kit.cancel')}</ActionButton>
          <ActionButton loading={save.pending} onClick={() => send(false)}>
            {t('item.save')}
          </ActionButton>
          <ActionButton primary loading={save.pending} onClick={() => send(true)}>
            {t('item.saveSubmit')}
          </ActionButton>
        </>
      }
    >
      <DraftNote
        draft={draft}
        onDrop={() => {
          dropDraft(draftId)
          setDraft(null)
          form.setFieldsValue(saved)
        }}
      />
      <ProblemAlert problem={save.problem} />
      <Form<JointForm>
        form={form}
        layout="vertical"
        requiredMark={false}
        preserve
        clearOnDestroy
        initialValues={initial}
        onValuesChange={() => void keepDraft(draftId, { ...initial, ...form.getFieldsValue(true) })}
      >
        <Section title={t('item.what')}>
          <Fields fixedCode={item !== null} />
        </Section>
        <Section title={t('joint.items')} note={t('joint.itemsNote')}>
          {!judged.ok && judged.failure.departments !== '' && (
            <p className="red small" role="alert">
              {t('joint.mismatch', { departments: judged.failure.departments })}
            </p>
          )}
          <Items />
        </Section>
      </Form>
    </Page>
  )
}

function Fields({ fixedCode }: { readonly fixedCode: boolean }): ReactNode {
  const must = { required: true, whitespace: true, message: t('kit.required') }
  const named = { ...must, min: 2 }
  const line = (name: keyof JointForm, label: string, most: number, wide = 'cat-3'): ReactNode => (
    <Form.Item className={wide} name={name} label={label} rules={[name.endsWith('Level') ? must : named]}>
      <Input maxLength={most} />
    </Form.Item>
  )
  return (
    <div className="cat-grid">
      <Form.Item
        className="cat-3"
        name="code"
        label={t('joint.code')}
        rules={[must, { pattern: /^[A-Z0-9][A-Z0-9.-]{1,29}$/, message: t('item.codeRule') }]}
        normalize={(value: string) => value.toUpperCase()}
      >
        <Input className="mono" disabled={fixedCode} maxLength={30} />
      </Form.Item>
      {line('field', t('joint.field'), 60)}
      {line('name', t('joint.name'), 120, 'cat-6')}
      {line('initiator', t('joint.initiator'), 60)}
      <Form.Item
        className="cat-3"
        name="participants"
        label={t('joint.participants')}
        rules={[{ type: 'array', required: true, min: 1, message: t('kit.required') }]}
      >
        <WordsInput most={20} />
      </Form.Item>
      {line('objectScope', t('joint.scope'), 200, 'cat-6')}
      {line('orgLevel', t('joint.orgLevel'), 40)}
      {line('implLevel', t('joint.implLevel'), 40)}
      <Form.Item className="cat-3" name="period" label={`${t('joint.period')} (${t('kit.optional')})`}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item className="cat-3" name="deadline" label={`${t('joint.deadline')} (${t('kit.optional')})`}>
        <PlainDateInput />
      </Form.Item>
      {line('contactOffice', t('joint.contact'), 60)}
      <Form.Item name="basis" label={t('joint.basis')} rules={[named]}>
        <Input.TextArea maxLength={500} autoSize={{ minRows: 2 }} />
      </Form.Item>
    </div>
  )
}

const Items = (): ReactNode => (
  <Form.List name="items">
    {(fields, { add, remove }) => (
      <>
        {fields.map((field) => (
          <div key={field.key} className="cat-row cat-row-2">
            <Form.Item name={[field.name, 'department']} rules={[{ required: true, whitespace: true, min: 2, message: t('kit.required') }]}>
              <Input maxLength={60} placeholder={t('joint.department')} aria-label={t('joint.department')} />
            </Form.Item>
            <Form.Item name={[field.name, 'name']} rules={[{ required: true, whitespace: true, min: 2, message: t('kit.required') }]}>
              <Input maxLength={200} placeholder={t('joint.item')} aria-label={t('joint.item')} />
            </Form.Item>
            {fields.length > 2 && (
              <ActionButton link size="small" onClick={() => remove(field.name)}>
                {t('item.line.remove')}
              </ActionButton>
            )}
          </div>
        ))}
        <Button size="small" disabled={fields.length >= 50} onClick={() => add({})}>
          <Icon name="plus" />
          {t('joint.addItem')}
        </Button>
      </>
    )}
  </Form.List>
)

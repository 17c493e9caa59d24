/** The form of an entry: the object, its label, its licence, what an inspection of it needs. */
import './libraries.css'
import { Form, Input, Modal, Select } from 'antd'
import type { ReactNode } from 'react'
import type { Entry, Library } from '#contract/libraries.ts'
import { client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t } from '#web/i18n/t.ts'
import { PlainDateInput } from '#web/ui/plain-date-input.tsx'
import { ProblemAlert } from '#web/ui/states.tsx'
import { WordsInput } from '#web/ui/words-input.tsx'

type Fields = {
  readonly subject: string
  readonly labelId: string
  readonly licenceName?: string
  readonly licenceNo?: string
  readonly licenceIssuer?: string
  readonly approvedOn?: string | null
  readonly validTo?: string | null
  readonly qualifications?: readonly string[]
  readonly expertKinds?: readonly string[]
  readonly checkOrg?: string
}

const fieldOf: Readonly<Record<string, keyof Fields>> = {
  not_found: 'subject',
  library_kind_differs: 'subject',
  label_out_of_reach: 'subject',
  library_label_unknown: 'labelId',
  entry_once: 'licenceNo',
  entry_licence_incomplete: 'licenceName',
  entry_window_reversed: 'approvedOn',
  entry_expired: 'validTo',
}

export function EntryDialog({
  library,
  entry,
  onClose,
}: {
  readonly library: Library
  readonly entry: Entry | null
  readonly onClose: () => void
}): ReactNode {
  const [form] = Form.useForm<Fields>()
  const save = useCommand(client.libraries.saveEntry, { announce: false, done: t('entry.saved'), onDone: onClose })
  const beside = save.problem === null ? undefined : fieldOf[save.problem.code]
  const errorAt = (field: keyof Fields) => (beside === field ? { validateStatus: 'error' as const, help: save.problem?.text } : {})
  const must = { required: true, message: t('kit.required') }
  const submit = async (fields: Fields): Promise<void> => {
    await save.run({
      libraryId: library.id,
      entryId: entry?.id ?? null,
      subject: fields.subject.trim().toUpperCase(),
      labelId: fields.labelId,
      licenceName: fields.licenceName?.trim() ?? '',
      licenceNo: fields.licenceNo?.trim() ?? '',
      licenceIssuer: fields.licenceIssuer?.trim() ?? '',
      approvedOn: fields.approvedOn ?? null,
      validTo: fields.validTo ?? '9999-12-31',
      qualifications: [...(fields.qualifications ?? [])],
      expertKinds: [...(fields.expertKinds ?? [])],
      checkOrg: fields.checkOrg?.trim() ?? '',
    })
  }
  return (
    <Modal
      open
      width={640}
      title={entry === null ? t('entry.add') : t('entry.editTitle', { name: entry.name })}
      okText={t('entry.save')}
      cancelText={t('kit.cancel')}
      confirmLoading={save.pending}
      mask={{ closable: false }}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      {beside === undefined && <ProblemAlert problem={save.problem} />}
      <Form
        form={form}
        layout="vertical"
        initialValues={startingFields(library, entry)}
        onFinish={(fields) => void submit(fields)}
        onValuesChange={() => save.problem !== null && save.reset()}
      >
        <Form.Item name="subject" label={t('entry.subject')} extra={t('entry.subjectNote')} rules={[must]} {...errorAt('subject')}>
          <Input className="mono" maxLength={80} disabled={entry !== null} autoFocus={entry === null} />
        </Form.Item>
        <Form.Item name="labelId" label={t('entry.label')} rules={[must]} {...errorAt('labelId')}>
          <Select options={library.labels.map(({ labelId, name }) => ({ value: labelId, label: name }))} />
        </Form.Item>
        <div className="library-two">
          <Form.Item name="licenceName" label={t('entry.licenceName')} {...errorAt('licenceName')}>
            <Input maxLength={120} />
          </Form.Item>
          <Form.Item name="licenceNo" label={t('entry.licenceNo')} {...errorAt('licenceNo')}>
            <Input maxLength={80} />
          </Form.Item>
          <Form.Item name="approvedOn" label={t('entry.approvedOn')} {...errorAt('approvedOn')}>
            <PlainDateInput />
          </Form.Item>
          <Form.Item name="validTo" label={t('entry.validTo')} extra={t('entry.foreverNote')} {...errorAt('validTo')}>
            <PlainDateInput />
          </Form.Item>
          <Form.Item name="licenceIssuer" label={t('entry.licenceIssuer')}>
            <Input maxLength={120} />
          </Form.Item>
          <Form.Item name="checkOrg" label={t('entry.checkOrg')}>
            <Input maxLength={120} />
          </Form.Item>
          <Form.Item name="qualifications" label={t('entry.qualifications')}>
            <WordsInput most={20} />
          </Form.Item>
          <Form.Item name="expertKinds" label={t('entry.expertKinds')}>
            <WordsInput most={20} />
          </Form.Item>
        </div>
      </Form>
    </Modal>
  )
}

function startingFields(library: Library, entry: Entry | null): Partial<Fields> {
  const [only, ...others] = library.labels
  if (entry === null) return only !== undefined && others.length === 0 ? { labelId: only.labelId } : {}
  return { ...entry, validTo: entry.validTo.startsWith('9999') ? null : entry.validTo }
}

/** 一个文书模板: its blocks on the left, the paper with made-up values on the right; saved, submitted, and approved by another person. */
import './documents.css'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { Button, Input, Select } from 'antd'
import { type ReactNode, useEffect, useState } from 'react'
import { type DocumentTemplate, TemplateBody } from '#contract/document-templates.ts'
import { fillTemplate, sampleData } from '#core/documents/fill.ts'
import { documentNumber } from '#core/documents/number.ts'
import { checkTemplate } from '#core/documents/template.ts'
import { api, client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { reasonText } from '#web/api/problem.ts'
import { t } from '#web/i18n/t.ts'
import { DecisionModal } from '#web/ui/decision-modal.tsx'
import { dropDraft, keepDraft, readDraft } from '#web/ui/draft.ts'
import { DraftNote } from '#web/ui/draft-note.tsx'
import { formatTime, today } from '#web/ui/format.ts'
import { ActionButton, Page, Section } from '#web/ui/page.tsx'
import { PlainDateInput } from '#web/ui/plain-date-input.tsx'
import { Loaded, ProblemAlert } from '#web/ui/states.tsx'
import { kindText } from './document-words.tsx'
import { PaperView } from './paper-view.tsx'
import { TemplateBlocks } from './template-blocks.tsx'
import { TemplateStateTag } from './template-list-page.tsx'
import { Placeholders } from './template-placeholders.tsx'

export function TemplatePage(): ReactNode {
  const { templateId } = useParams({ from: '/signed-in/shell/documents/templates/$templateId' })
  const query = useQuery(api.documentTemplates.get.queryOptions({ input: { templateId } }))
  return <Loaded query={query}>{(template) => <Editor key={template.id} template={template} />}</Loaded>
}

type Form = { readonly body: TemplateBody; readonly note: string; readonly validFrom: string }

function Editor({ template }: { readonly template: DocumentTemplate }): ReactNode {
  const editable = template.abilities.edit.allowed
  const kept = `template.${template.id}`
  const [restored, setRestored] = useState(() => (editable ? readDraft(kept, isForm) : null))
  const [form, setForm] = useState<Form>(() => restored?.value ?? savedOf(template))
  const [seen, setSeen] = useState(template.updatedAt)
  const save = useCommand(client.documentTemplates.save, {
    announce: false,
    done: t('template.saved'),
    onDone: ({ updatedAt }) => {
      setSeen(updatedAt)
      dropDraft(kept)
    },
  })
  const changed = JSON.stringify(form) !== JSON.stringify(savedOf(template))
  // The browser's own store is outside React: what is typed is kept there until it is saved.
  useEffect(() => {
    if (editable && changed) keepDraft(kept, form)
  }, [editable, changed, kept, form])
  const wrong = wrongOf(template, form.body)
  return (
    <Page
      title={`${kindText(template.kind)} ${t('template.versionN', { n: template.version })}`}
      state={<TemplateStateTag state={template.state} />}
      lead={
        <>
          <span>{template.orgName}</span>
          <span>
            {t('template.editedBy')} {template.editedBy}
          </span>
          <span>{formatTime(template.updatedAt)}</span>
        </>
      }
      actions={
        <Actions
          template={template}
          saving={save.pending}
          notYet={wrong}
          changed={changed}
          onSave={() => void save.run({ templateId: template.id, seen, ...form, body: structuredClone(form.body) })}
        />
      }
    >
      {template.opinion !== '' && <p>{t('template.returned', { opinion: template.opinion })}</p>}
      <DraftNote
        draft={restored}
        onDrop={() => {
          dropDraft(kept)
          setRestored(null)
          setForm(savedOf(template))
        }}
      />
      {save.problem !== null && <ProblemAlert problem={save.problem} />}
      {wrong !== null && <p className="mj-refused-note small">{t('template.wrong', { text: wrong })}</p>}
      <div className="mj-template">
        <div>
          <Fields form={form} disabled={!editable} onForm={setForm} />
          <Section title={t('template.blocks')}>
            <TemplateBlocks
              kind={template.kind}
              blocks={form.body.blocks}
              disabled={!editable}
              onBlocks={(blocks) => setForm({ ...form, body: { ...form.body, blocks: [...blocks] } })}
            />
          </Section>
          <Placeholders kind={template.kind} />
        </div>
        <Section title={t('template.preview')} extra={<Samples id={template.id} />}>
          <PaperView document={previewOf(template, form.body)} />
        </Section>
      </div>
    </Page>
  )
}

function Fields({
  form,
  disabled,
  onForm,
}: {
  readonly form: Form
  readonly disabled: boolean
  readonly onForm: (form: Form) => void
}): ReactNode {
  const { body } = form
  const set = (change: Partial<TemplateBody>): void => onForm({ ...form, body: { ...body, ...change } })
  return (
    <div className="mj-document-form">
      <div className="mj-document-field">
        <span className="small">{t('template.titleField')}</span>
        <Input.TextArea
          aria-label={t('template.titleField')}
          autoSize
          disabled={disabled}
          maxLength={200}
          value={body.title}
          onChange={(event) => set({ title: event.target.value })}
        />
      </div>
      <div className="mj-document-field">
        <span className="small">{t('template.numberField')}</span>
        <Input
          aria-label={t('template.numberField')}
          disabled={disabled}
          allowClear
          maxLength={200}
          placeholder={t('template.noNumber')}
          value={body.number ?? ''}
          onChange={(event) => set({ number: event.target.value === '' ? null : event.target.value })}
        />
      </div>
      <div className="mj-template-head">
        <Select
          aria-label={t('template.headField')}
          disabled={disabled}
          value={body.head}
          style={{ minWidth: 220 }}
          options={(['red', 'plain'] as const).map((head) => ({ value: head, label: t(`template.head.${head}`) }))}
          onChange={(head) => set({ head })}
        />
        <span className="small">{t('template.validFrom')}</span>
        <PlainDateInput
          value={form.validFrom}
          disabled={disabled}
          onChange={(validFrom) => onForm({ ...form, validFrom: validFrom ?? today() })}
        />
      </div>
      <div className="mj-document-field">
        <span className="small">{t('template.note')}</span>
        <Input
          aria-label={t('template.note')}
          disabled={disabled}
          maxLength={200}
          value={form.note}
          onChange={(event) => onForm({ ...form, note: event.target.value })}
        />
      </div>
    </div>
  )
}

type ActionsProps = {
  readonly template: DocumentTemplate
  readonly saving: boolean
  readonly notYet: string | null
  readonly changed: boolean
  readonly onSave: () => void
}

function Actions({ template, saving, notYet, changed, onSave }: ActionsProps): ReactNode {
  const navigate = useNavigate()
  const [returning, setReturning] = useState(false)
  const input = { templateId: template.id, opinion: '' }
  const submit = useCommand(client.documentTemplates.submit, { done: t('template.done.submit') })
  const approve = useCommand(client.documentTemplates.approve, { done: t('template.done.approve') })
  const discard = useCommand(client.documentTemplates.discard, {
    done: t('template.done.discard'),
    onDone: () => void navigate({ to: '/documents/templates' }),
  })
  const { abilities } = template
  const saved = changed ? t('template.saveFirst') : undefined
  return (
    <>
      {template.state === 'draft' && (
        <>
          <ActionButton ability={abilities.discard} onClick={() => void discard.run(input)}>
            {t('template.discard')}
          </ActionButton>
          <ActionButton ability={abilities.submit} disabledReason={saved ?? notYet ?? undefined} onClick={() => void submit.run(input)}>
            {t('template.submit')}
          </ActionButton>
          <ActionButton primary ability={abilities.edit} disabledReason={notYet ?? undefined} loading={saving} onClick={onSave}>
            {t('template.save')}
          </ActionButton>
        </>
      )}
      {template.state === 'submitted' && (
        <>
          <ActionButton ability={abilities.return} onClick={() => setReturning(true)}>
            {t('template.return')}
          </ActionButton>
          <ActionButton primary ability={abilities.approve} onClick={() => void approve.run(input)}>
            {t('template.approve')}
          </ActionButton>
        </>
      )}
      {returning && <ReturnDialog templateId={template.id} onClose={() => setReturning(false)} />}
    </>
  )
}

function ReturnDialog({ templateId, onClose }: { readonly templateId: string; readonly onClose: () => void }): ReactNode {
  const [opinion, setOpinion] = useState('')
  const command = useCommand(client.documentTemplates.return, { announce: false, done: t('template.done.return'), onDone: onClose })
  return (
    <DecisionModal
      title={t('template.return')}
      okText={t('template.return')}
      command={command}
      notYet={opinion.trim() === '' ? t('template.opinion') : null}
      onOk={() => void command.run({ templateId, opinion: opinion.trim() })}
      onClose={onClose}
    >
      <Input.TextArea
        rows={3}
        maxLength={500}
        aria-label={t('template.opinion')}
        value={opinion}
        onChange={(event) => setOpinion(event.target.value)}
      />
    </DecisionModal>
  )
}

const Samples = ({ id }: { readonly id: string }): ReactNode => (
  <span title={t('template.sampleNote')}>
    {(['pdf', 'docx'] as const).map((format) => (
      <Button key={format} type="link" size="small" href={`/api/v1/document-templates/${id}/sample/${format}`} download>
        {t(`template.sample.${format}`)}
      </Button>
    ))}
  </span>
)

const savedOf = ({ body, note, validFrom, state }: DocumentTemplate): Form => ({
  body,
  note,
  validFrom: state === 'draft' && validFrom < today() ? today() : validFrom,
})

const isForm = (value: unknown): value is Form =>
  typeof value === 'object' &&
  value !== null &&
  'body' in value &&
  TemplateBody.safeParse(value.body).success &&
  'note' in value &&
  'validFrom' in value

/** What the server would say, said while typing. */
function wrongOf({ kind }: DocumentTemplate, body: TemplateBody): string | null {
  const checked = checkTemplate(kind, body)
  return checked.ok ? null : reasonText(checked.failure.type, checked.failure)
}

function previewOf({ kind }: DocumentTemplate, body: TemplateBody) {
  const data = sampleData(kind)
  const of = { shortName: data.fields.部门简称 ?? '', year: Number(data.fields.年) }
  return fillTemplate(body, data, body.number === null ? null : documentNumber(body.number, of, 12)).document
}

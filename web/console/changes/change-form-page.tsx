/** 申请变更: what, why, with what document; both versions are shown before it is sent, and what is typed is kept in the browser. */
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Input, Radio, Select, Tooltip } from 'antd'
import { type ReactNode, useState } from 'react'
import type { ChangeOptions, Wanted } from '#contract/changes.ts'
import type { UploadedFile } from '#contract/files.ts'
import { type ChangeKind, type ChangeReason, changeReasons, isChangeKind } from '#core/changes/kinds.ts'
import { api, client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { reasonText } from '#web/api/problem.ts'
import { language, t } from '#web/i18n/t.ts'
import { dropDraft, keepDraft, readDraft } from '#web/ui/draft.ts'
import { ActionButton, Page, Section } from '#web/ui/page.tsx'
import { Loaded, ProblemAlert } from '#web/ui/states.tsx'
import { EvidenceField } from '../draws/evidence-field.tsx'
import { kindWords } from './change-words.ts'
import { Preview } from './preview.tsx'
import { isTyped, type Typed, untyped, wantedOf } from './typed.ts'
import { FieldRefusal, WantedFields } from './wanted-fields.tsx'

export function NewChangePage(): ReactNode {
  const { thing = '', kind } = useSearch({ from: '/signed-in/shell/changes/new' })
  const query = useQuery(api.changes.options.queryOptions({ input: { thing } }))
  return <Loaded query={query}>{(options) => <ChangeForm key={thing} options={options} kind={kind} />}</Loaded>
}

function ChangeForm({ options, kind }: { readonly options: ChangeOptions; readonly kind: string | undefined }): ReactNode {
  const navigate = useNavigate()
  const draftId = `change.${options.thing}`
  const [typed, setTyped] = useState<Typed>(() => ({
    ...untyped(options),
    ...readDraft(draftId, isTyped)?.value,
    ...(kind !== undefined && isChangeKind(kind) ? { kind } : {}),
  }))
  const [file, setFile] = useState<UploadedFile | null>(null)
  const request = useCommand(client.changes.request, {
    announce: false,
    done: t('change.sent'),
    onDone: ({ changeId }) => {
      dropDraft(draftId)
      void navigate({ to: '/changes/$changeId', params: { changeId } })
    },
  })
  const change = (part: Partial<Typed>): void => {
    const next = { ...typed, ...part }
    setTyped(next)
    keepDraft(draftId, next)
  }
  const wanted = wantedOf(typed)
  const notYet = missing(typed, wanted, file)
  const { problem } = request
  const refused = (field: 'to' | 'text' | 'note'): string | null => (problem?.facts.field === field ? problem.text : null)
  const said = refused('to') ?? refused('text') ?? refused('note')
  const send = (): void => {
    if (wanted === null || typed.reason === null) return
    void request.run({ thing: options.thing, wanted, reason: typed.reason, note: typed.note, evidenceFileId: file?.id ?? null })
  }
  return (
    <Page title={t('change.new')} lead={t('change.newLead', { name: options.thingName })}>
      <div className="change-form">
        {said === null && <ProblemAlert problem={request.problem} />}
        <Kinds options={options} chosen={typed.kind} onChoose={(next) => change({ kind: next })} />
        <WantedFields options={options} typed={typed} onChange={change} refused={refused} />
        <Why typed={typed} onChange={change} refused={refused('note')} />
        <div>
          <EvidenceField needed={typed.reason !== null && changeReasons[typed.reason].evidence} file={file} onFile={setFile} />
        </div>
      </div>
      {wanted !== null && (
        <Section title={t('change.preview')}>
          <Preview thing={options.thing} wanted={wanted} />
        </Section>
      )}
      <ActionButton primary disabledReason={notYet ?? undefined} loading={request.pending} onClick={send}>
        {t('change.send')}
      </ActionButton>{' '}
      <span className="quiet small">{notYet ?? t('change.draftKept')}</span>
    </Page>
  )
}

type KindsProps = {
  readonly options: ChangeOptions
  readonly chosen: ChangeKind | null
  readonly onChoose: (kind: ChangeKind) => void
}

const Kinds = ({ options, chosen, onChoose }: KindsProps): ReactNode => (
  <div>
    <span className="mj-label">{t('change.kind')}</span>
    <Radio.Group aria-label={t('change.kind')} value={chosen} onChange={(event) => onChoose(event.target.value)}>
      {options.kinds.map(({ kind, ability }) => (
        <Tooltip key={kind} title={ability.allowed ? '' : reasonText(ability.reason)}>
          <Radio value={kind} disabled={!ability.allowed}>
            {kindWords(kind)}
          </Radio>
        </Tooltip>
      ))}
    </Radio.Group>
    {chosen !== null && <Refused options={options} kind={chosen} />}
  </div>
)

const Refused = ({ options, kind }: { readonly options: ChangeOptions; readonly kind: ChangeKind }): ReactNode => {
  const ability = options.kinds.find((one) => one.kind === kind)?.ability
  return ability === undefined || ability.allowed ? null : <p className="red small">{reasonText(ability.reason)}</p>
}

type WhyProps = {
  readonly typed: Typed
  readonly onChange: (part: Partial<Typed>) => void
  readonly refused: string | null
}

const Why = ({ typed, onChange, refused }: WhyProps): ReactNode => (
  <>
    <div>
      <label className="mj-label" htmlFor="change-reason">
        {t('change.reason')}
      </label>
      <Select
        id="change-reason"
        style={{ width: 320, maxWidth: '100%' }}
        value={typed.reason}
        placeholder={t('change.notYet.reason')}
        options={Object.entries(changeReasons).map(([value, words]) => ({ value: value as ChangeReason, label: words[language()] }))} // the table's own keys
        onChange={(reason) => onChange({ reason })}
      />
    </div>
    <div>
      <label className="mj-label" htmlFor="change-note">
        {t('change.note')} <span className="quiet small">{t('change.noteHelp')}</span>
      </label>
      <Input.TextArea
        id="change-note"
        rows={4}
        maxLength={1000}
        value={typed.note}
        onChange={(event) => onChange({ note: event.target.value })}
      />
      <FieldRefusal text={refused} />
    </div>
  </>
)

function missing({ kind, reason, note }: Typed, wanted: Wanted | null, file: UploadedFile | null): string | null {
  if (kind === null) return t('change.notYet.kind')
  if (wanted === null) return t('change.notYet.wanted')
  if (reason === null) return t('change.notYet.reason')
  if (note.trim().length < 5) return t('change.notYet.note')
  return changeReasons[reason].evidence && file === null ? t('change.notYet.evidence') : null
}

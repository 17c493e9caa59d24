/** 编制地区参数包: a first version, a new one from what holds, or a draft again. What is typed stays in this browser until it is sent. */
import './policy.css'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { Form, Input } from 'antd'
import { type ReactNode, useState } from 'react'
import type { PackPage, PolicySetting } from '#contract/policy.ts'
import { api, client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t } from '#web/i18n/t.ts'
import { dropDraft, keepDraft, readDraft } from '#web/ui/draft.ts'
import { today } from '#web/ui/format.ts'
import { ActionButton, Page, Section } from '#web/ui/page.tsx'
import { PlainDateInput } from '#web/ui/plain-date-input.tsx'
import { Loaded, ProblemAlert } from '#web/ui/states.tsx'
import { formOf, isPackForm, type PackForm, settingsOfForm } from './pack-form.ts'
import { PlaceField } from './place-field.tsx'
import { SettingRows } from './setting-rows.tsx'

export function NewPackPage(): ReactNode {
  const { like } = useSearch({ from: '/signed-in/shell/policy/packs/new' })
  const current = useQuery(api.policy.current.queryOptions({ input: {} }))
  const model = useQuery({ ...api.policy.pack.queryOptions({ input: { packId: like ?? '' } }), enabled: like !== undefined })
  if (like !== undefined && model.data === undefined) return <Loaded query={model}>{() => null}</Loaded>
  return (
    <Loaded query={current}>
      {({ place, settings }) => (
        <Editor
          draftId={`policy.new.${like ?? ''}`}
          saved={model.data === undefined ? emptyForm(place) : { ...formOf(model.data), validFrom: today(), validTo: null, reason: '' }}
          pack={null}
          settings={settings}
        />
      )}
    </Loaded>
  )
}

export function EditPackPage(): ReactNode {
  const { packId } = useParams({ from: '/signed-in/shell/policy/packs/$packId/edit' })
  const pack = useQuery(api.policy.pack.queryOptions({ input: { packId } }))
  const current = useQuery(api.policy.current.queryOptions({ input: {} }))
  return (
    <Loaded query={pack}>
      {(one) => (
        <Loaded query={current}>
          {({ settings }) => <Editor key={one.id} draftId={`policy.${one.id}`} saved={formOf(one)} pack={one} settings={settings} />}
        </Loaded>
      )}
    </Loaded>
  )
}

const emptyForm = (path: string): PackForm => ({ path, validFrom: today(), validTo: null, reason: '', rows: [] })

type EditorProps = {
  readonly draftId: string
  readonly saved: PackForm
  readonly pack: PackPage | null
  readonly settings: readonly PolicySetting[]
}

function Editor({ draftId, saved, pack, settings }: EditorProps): ReactNode {
  const navigate = useNavigate()
  const [form, setForm] = useState(() => readDraft(draftId, isPackForm)?.value ?? saved)
  const [seen] = useState(pack?.updatedAt ?? '')
  const [pressed, setPressed] = useState(false)
  const change = (next: Partial<PackForm>): void => {
    const typed = { ...form, ...next }
    setForm(typed)
    keepDraft(draftId, typed)
  }
  const open = (packId: string): void => {
    dropDraft(draftId)
    void navigate({ to: '/policy/packs/$packId', params: { packId } })
  }
  const create = useCommand(client.policy.create, { announce: false, done: t('policy.saved'), onDone: ({ packId }) => open(packId) })
  const edit = useCommand(client.policy.edit, { announce: false, done: t('policy.saved'), onDone: () => open(pack?.id ?? '') })
  const command = pack === null ? create : edit
  const send = (): void => {
    setPressed(true)
    const sent = settingsOfForm(form.rows, settings)
    const { path, validFrom, validTo, reason } = form
    if (sent === null || validFrom === null || reason.trim().length < 4) return
    const text = { validFrom, validTo, reason: reason.trim(), settings: sent }
    if (pack === null) void create.run({ path, ...text })
    else void edit.run({ packId: pack.id, seen, ...text })
  }
  const field = command.problem?.facts.field
  const refused = typeof field === 'string' ? { key: field, text: command.problem?.text ?? '' } : null
  return (
    <Page
      title={pack === null ? t('policy.new') : t('policy.editTitle')}
      lead={t('policy.kept')}
      actions={
        <>
          <ActionButton
            onClick={() =>
              void (pack === null
                ? navigate({ to: '/policy/packs' })
                : navigate({ to: '/policy/packs/$packId', params: { packId: pack.id } }))
            }
          >
            {t('kit.cancel')}
          </ActionButton>
          <ActionButton primary loading={command.pending} onClick={send}>
            {t('policy.save')}
          </ActionButton>
        </>
      }
    >
      <ProblemAlert problem={command.problem} />
      <Form layout="vertical" requiredMark={false}>
        <Force form={form} fixedPlace={pack !== null} pressed={pressed} refused={refused} change={change} />
        <Section title={t('policy.own')} note={t('policy.ownNote')}>
          <SettingRows
            rows={form.rows}
            settings={settings.filter(({ ofPlaces }) => ofPlaces)}
            pressed={pressed}
            refused={refused}
            onChange={(rows) => change({ rows })}
          />
        </Section>
      </Form>
    </Page>
  )
}

function Force({
  form,
  fixedPlace,
  pressed,
  refused,
  change,
}: {
  readonly form: PackForm
  readonly fixedPlace: boolean
  readonly pressed: boolean
  /** What the server refused, by its field. */
  readonly refused: { readonly key: string; readonly text: string } | null
  readonly change: (next: Partial<PackForm>) => void
}): ReactNode {
  const fault = (field: string, wrong: boolean) => {
    if (refused?.key === field) return { validateStatus: 'error' as const, help: refused.text }
    return pressed && wrong ? { validateStatus: 'error' as const, help: t('kit.required') } : {}
  }
  return (
    <>
      <div className="pol-three">
        <Form.Item label={t('policy.place')} htmlFor="pack-place" {...fault('path', false)}>
          <PlaceField id="pack-place" value={form.path} disabled={fixedPlace} onChange={(path) => change({ path })} />
        </Form.Item>
        <Form.Item label={t('policy.validFrom')} htmlFor="pack-from" {...fault('validFrom', form.validFrom === null)}>
          <PlainDateInput id="pack-from" value={form.validFrom} min={today()} onChange={(validFrom) => change({ validFrom })} />
        </Form.Item>
        <Form.Item
          label={`${t('policy.validTo')} (${t('kit.optional')})`}
          htmlFor="pack-to"
          extra={t('policy.validToNote')}
          {...fault('validTo', false)}
        >
          <PlainDateInput id="pack-to" value={form.validTo} min={form.validFrom ?? today()} onChange={(validTo) => change({ validTo })} />
        </Form.Item>
      </div>
      <Form.Item
        label={t('policy.reason')}
        htmlFor="pack-reason"
        extra={t('policy.reasonNote')}
        {...fault('reason', form.reason.trim().length < 4)}
      >
        <Input.TextArea
          id="pack-reason"
          rows={2}
          maxLength={500}
          value={form.reason}
          onChange={(event) => change({ reason: event.target.value })}
        />
      </Form.Item>
    </>
  )
}

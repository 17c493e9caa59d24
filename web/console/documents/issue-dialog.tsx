/** 出具: what is typed on the left, the pages as they will be on the right; papers issued before above. */
import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Input, Modal } from 'antd'
import { type ReactNode, useState } from 'react'
import type { PreparedDocument, Thing } from '#contract/documents.ts'
import type { DocumentKind } from '#core/documents/kinds.ts'
import { api, client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t } from '#web/i18n/t.ts'
import { formatTime } from '#web/ui/format.ts'
import { ActionButton } from '#web/ui/page.tsx'
import { Loaded, ProblemAlert } from '#web/ui/states.tsx'
import { DocumentState, Downloads, kindText } from './document-words.tsx'

export type IssueDialogProps = { readonly kind: DocumentKind; readonly thing: Thing; readonly onClose: () => void }

export function IssueDialog({ kind, thing, onClose }: IssueDialogProps): ReactNode {
  const query = useQuery(api.documents.prepare.queryOptions({ input: { kind, thing } }))
  return (
    <Modal
      open
      width={1080}
      title={t('document.issue.title', { kind: kindText(kind) })}
      footer={null}
      mask={{ closable: false }}
      onCancel={onClose}
    >
      <Before kind={kind} thing={thing} />
      <Loaded query={query}>{(prepared) => <Form kind={kind} thing={thing} prepared={prepared} />}</Loaded>
    </Modal>
  )
}

/** What was issued already: usually that is what people look for. */
function Before({ kind, thing }: Pick<IssueDialogProps, 'kind' | 'thing'>): ReactNode {
  const { rows } = useQuery(api.documents.list.queryOptions({ input: { kind, thing: `${thing.kind}:${thing.id}`, limit: 10 } })).data ?? {
    rows: [],
  }
  const own = rows.filter((row) => row.thing.id === thing.id)
  if (own.length === 0) return null
  return (
    <ul className="mj-document-before" aria-label={t('document.before')}>
      {own.map((row) => (
        <li key={row.id}>
          <b>{row.number ?? row.title}</b>
          <DocumentState document={row} />
          <span className="quiet small">
            {formatTime(row.issuedAt)} {row.issuedBy}
          </span>
          <Downloads document={row} />
        </li>
      ))}
    </ul>
  )
}

type FormProps = Pick<IssueDialogProps, 'kind' | 'thing'> & { readonly prepared: PreparedDocument }

function Form({ kind, thing, prepared }: FormProps): ReactNode {
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>(() =>
    Object.fromEntries(prepared.typed.map(({ name, value }) => [name, value])),
  )
  const [shown, setShown] = useState(typed)
  const issue = useCommand(client.documents.issue, {
    announce: false,
    done: ({ number }) => (number === null ? t('document.issue.doneNoNumber') : t('document.issue.done', { number })),
  })
  const address = (format: string): string =>
    `/api/v1/document-drafts/${kind}/${thing.kind}/${thing.id}/${format}?${new URLSearchParams({ ...shown })}`
  const blanks = prepared.blanks.filter((name) => (typed[name] ?? '') === '')
  return (
    <div className="mj-document-issue">
      <div className="mj-document-form">
        <Frequency frequency={prepared.frequency} />
        <b>{t('document.typed')}</b>
        {prepared.typed.length === 0 && <p className="quiet small">{t('document.nothingTyped')}</p>}
        {prepared.typed.map(({ name, long }) => (
          <div className="mj-document-field" key={name}>
            <span className="small">{name}</span>
            {long ? (
              <Input.TextArea
                aria-label={name}
                autoSize={{ minRows: 2, maxRows: 6 }}
                maxLength={2000}
                value={typed[name] ?? ''}
                onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
              />
            ) : (
              <Input
                aria-label={name}
                maxLength={200}
                value={typed[name] ?? ''}
                onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
              />
            )}
          </div>
        ))}
        {blanks.length > 0 && <p className="small">{t('document.blanks', { names: blanks.join('、') })}</p>}
        <p className="quiet small">
          {prepared.template.version === null
            ? t('document.templateNational')
            : t('document.template', { org: prepared.template.orgName ?? '', n: prepared.template.version })}
        </p>
        <p className="quiet small">{t('document.issue.note')}</p>
        {issue.problem !== null && <ProblemAlert problem={issue.problem} />}
        <div className="mj-template-head">
          <Button href={address('pdf')} download>
            {t('document.draft.pdf')}
          </Button>
          <Button href={address('docx')} download>
            {t('document.draft.docx')}
          </Button>
          <ActionButton
            primary
            ability={prepared.ability}
            loading={issue.pending}
            onClick={() => void issue.run({ kind, thing, typed: { ...typed } })}
          >
            {t('document.issue')}
          </ActionButton>
        </div>
      </div>
      <div>
        <div className="mj-template-head">
          <b>{t('document.preview')}</b>
          <Button size="small" type="link" onClick={() => setShown(typed)}>
            {t('document.previewAgain')}
          </Button>
        </div>
        <div className="mj-document-pages">
          <img src={address('svg')} alt={t('document.previewAlt')} />
        </div>
      </div>
    </div>
  )
}

function Frequency({ frequency }: Pick<PreparedDocument, 'frequency'>): ReactNode {
  if (frequency === null) return null
  const { verdict, number: n, cap, item } = frequency
  const type = verdict === 'blocked' ? 'error' : verdict === 'ok' ? 'info' : 'warning'
  const ofItem = item !== null && n <= cap
  const words = ofItem ? t(verdict === 'excepted' ? 'document.frequency.itemExcepted' : 'document.frequency.item', item) : null
  return <Alert type={type} showIcon style={{ marginBottom: 12 }} message={words ?? t(`document.frequency.${verdict}`, { n, cap })} />
}

/** A new import: choose what and which file, see it go up, and arrive at the page of the batch. */
import './imports.css'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Segmented } from 'antd'
import { type DragEvent, type ReactNode, useRef, useState } from 'react'
import type { Permission } from '#core/access/roles.ts'
import { client } from '#web/api/client.ts'
import { newCommandId, useCommand } from '#web/api/command.ts'
import { problemOf, type ShownProblem } from '#web/api/problem.ts'
import { may, meQuery } from '#web/api/session.ts'
import { upload } from '#web/api/upload.ts'
import { t } from '#web/i18n/t.ts'
import { saveCsv } from '#web/ui/csv.ts'
import { BarWithTick } from '#web/ui/figures.tsx'
import { formatBytes } from '#web/ui/format.ts'
import { Icon } from '#web/ui/icon.tsx'
import { ActionButton, Columns, Page, Section } from '#web/ui/page.tsx'
import { ProblemAlert } from '#web/ui/states.tsx'
import { Table } from '#web/ui/table.tsx'
import { columnsOf, type ImportKind, importKinds, importTexts, neededColumns } from './import-words.ts'

export function ImportNewPage(): ReactNode {
  const navigate = useNavigate()
  const me = useQuery(meQuery).data
  const { kind: asked } = useSearch({ from: '/signed-in/shell/imports/new' })
  const allowed = importKinds.filter((kind) => me !== undefined && me !== null && may(me, permissionFor[kind]))
  const kind: ImportKind = allowed.find((kind) => kind === asked) ?? allowed[0] ?? 'entity'
  return (
    <Page title={t(importTexts[kind].bring)}>
      <Columns
        main={
          <>
            {allowed.length > 1 && (
              <div className="import-kind">
                <Segmented
                  aria-label={t('import.kind')}
                  value={kind}
                  options={allowed.map((kind) => ({ value: kind, label: t(importTexts[kind].kind) }))}
                  onChange={(next) => void navigate({ to: '/imports/new', search: { kind: next }, replace: true })}
                />
              </div>
            )}
            <Uploader key={kind} kind={kind} />
            <KnownColumns kind={kind} />
          </>
        }
        side={
          <Section title={t('import.rules')}>
            <ol className="import-rules">
              <li>{t('import.rule1')}</li>
              <li>{t('import.rule2')}</li>
              <li>{t('import.rule3')}</li>
            </ol>
          </Section>
        }
      />
    </Page>
  )
}

const permissionFor = {
  entity: 'register.import',
  officer: 'officer.import',
  expert: 'officer.import',
} as const satisfies Readonly<Record<ImportKind, Permission>>

type Chosen = { readonly file: File; readonly commandId: string }

function Uploader({ kind }: { readonly kind: ImportKind }): ReactNode {
  const navigate = useNavigate()
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const [over, setOver] = useState(false)
  const [sent, setSent] = useState<number | null>(null)
  const [problem, setProblem] = useState<ShownProblem | null>(null)
  const stop = useRef<AbortController | null>(null)
  const start = useCommand(startersOf[kind], {
    announce: false,
    onDone: ({ importId }) => void navigate({ to: '/imports/$importId', params: { importId } }),
  })
  const refusal = chosen === null ? null : refusedHere(chosen.file)

  // One command id for each chosen file: pressing again after a broken line is the same upload.
  const choose = (file: File | undefined): void => {
    if (file === undefined) return
    setChosen({ file, commandId: newCommandId() })
    setProblem(null)
    start.reset()
  }
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    setOver(false)
    choose(event.dataTransfer.files[0])
  }
  const send = async ({ file, commandId }: Chosen): Promise<void> => {
    stop.current = new AbortController()
    setProblem(null)
    setSent(0)
    try {
      const { id } = await upload(file, commandId, setSent, stop.current.signal)
      await start.run({ fileId: id })
    } catch (error) {
      if (!stop.current.signal.aborted) setProblem(problemOf(error))
    } finally {
      setSent(null)
    }
  }

  return (
    <section className="mj-section">
      <ProblemAlert problem={problem ?? start.problem} onRetry={chosen === null ? undefined : () => void send(chosen)} />
      {chosen === null ? (
        <label
          className={over ? 'import-drop import-drop-over' : 'import-drop'}
          onDragOver={(event) => {
            event.preventDefault()
            setOver(true)
          }}
          onDragLeave={() => setOver(false)}
          onDrop={drop}
        >
          <Icon name="upload" size={24} />
          <b>{t('import.drop')}</b>
          <span className="quiet small">{t('import.dropNote')}</span>
          <input type="file" accept={accepted} className="hidden-text" onChange={(event) => choose(event.target.files?.[0])} />
        </label>
      ) : (
        <>
          <div className="import-file">
            <Icon name="file" size={20} />
            <span>
              <b>{chosen.file.name}</b> <span className="quiet">{formatBytes(chosen.file.size)}</span>
            </span>
            {sent === null ? (
              <Button onClick={() => setChosen(null)}>{t('import.choose')}</Button>
            ) : (
              <Button onClick={() => stop.current?.abort()}>{t('import.stop')}</Button>
            )}
          </div>
          {sent !== null && (
            <div role="status">
              <BarWithTick value={chosen.file.size === 0 ? 0 : sent / chosen.file.size} label={t('import.uploading')} />
              <span className="quiet small">{t('import.uploaded', { sent: formatBytes(sent), total: formatBytes(chosen.file.size) })}</span>
            </div>
          )}
          {refusal !== null && (
            <p className="red small" role="alert" style={{ marginTop: 8 }}>
              {refusal}
            </p>
          )}
          <div style={{ marginTop: 16 }}>
            <ActionButton
              primary
              loading={sent !== null || start.pending}
              disabledReason={refusal ?? undefined}
              onClick={() => void send(chosen)}
            >
              {t('import.start')}
            </ActionButton>
          </div>
        </>
      )}
    </section>
  )
}

type Start = (input: { readonly commandId: string; readonly fileId: string }) => Promise<{ readonly importId: string }>

const startersOf: Readonly<Record<ImportKind, Start>> = {
  entity: (input) => client.registers.startImport(input),
  officer: (input) => client.officers.startImport({ ...input, population: 'officers' }),
  expert: (input) => client.officers.startImport({ ...input, population: 'experts' }),
}

/** What is plain from the file's name and size is said before anything is sent. */
function refusedHere(file: File): string | null {
  if (file.size === 0) return t('import.emptyFile')
  const ending = file.name.slice(file.name.lastIndexOf('.') + 1).toLowerCase()
  return ['xls', 'xlsm', 'xlsb', 'et', 'ods', 'zip', 'rar', 'pdf', 'doc', 'docx'].includes(ending) ? t('import.notTable', { ending }) : null
}

const accepted = '.xlsx,.csv,.txt,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

function KnownColumns({ kind }: { readonly kind: ImportKind }): ReactNode {
  const columns = columnsOf(kind)
  const template = (): void => saveCsv(t(importTexts[kind].template), [columns.map(({ headings }) => headings[0] ?? '')])
  return (
    <Section
      title={t('import.columns')}
      note={t('import.columnsNote')}
      extra={
        <Button type="link" size="small" onClick={template}>
          <Icon name="download" size={14} />
          {t('import.template')}
        </Button>
      }
    >
      <Table
        dense
        rows={columns}
        rowKey={({ field }) => field}
        columns={[
          { key: 'field', title: t('import.columnField'), width: 200, cell: ({ headings }) => headings[0] },
          {
            key: 'needed',
            title: t('import.columnNeeded'),
            width: 96,
            cell: ({ field }) => (neededColumns[kind].includes(field) ? t('kit.yes') : '—'),
          },
          { key: 'heads', wide: true, title: t('import.columnHeads'), cell: ({ headings }) => headings.join('、') },
        ]}
      />
    </Section>
  )
}

/** 列对应: what the file looks like, which of its columns is which of the register, and whether it is the whole list. */
import './imports.css'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Button, Select, Switch } from 'antd'
import { type ReactNode, useState } from 'react'
import type { ImportKind, Mapping } from '#contract/imports.ts'
import { type Answers, api, client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { language, t } from '#web/i18n/t.ts'
import { ActionButton, Section, Tag } from '#web/ui/page.tsx'
import { Loaded, ProblemAlert } from '#web/ui/states.tsx'
import { Table } from '#web/ui/table.tsx'
import { type FileColumn, fileColumns, moveColumn, sampleOf, unusedColumns } from './import-mapping-choice.ts'
import { columnsOf, completeKinds, missingOf } from './import-words.ts'

type Preview = Answers['imports']['preview']
type About = { readonly kind: ImportKind; readonly fileId: string; readonly libraryId: string | undefined }

export function ImportMapping({ sheet, ...about }: About & { readonly sheet: string | undefined }): ReactNode {
  const input = { fileId: about.fileId, kind: about.kind, ...(sheet === undefined ? {} : { sheet }) }
  const query = useQuery(api.imports.preview.queryOptions({ input, staleTime: 60_000, retry: false }))
  return <Loaded query={query}>{(preview) => <MappingForm {...about} preview={preview} />}</Loaded>
}

function MappingForm({ kind, fileId, libraryId, preview }: About & { readonly preview: Preview }): ReactNode {
  const navigate = useNavigate()
  const [chosen, setChosen] = useState<Mapping | null>(null)
  const [complete, setComplete] = useState(false)
  const [library, setLibrary] = useState(libraryId ?? null)
  const start = useCommand(client.imports.start, {
    announce: false,
    onDone: ({ importId }) => void navigate({ to: '/imports/$importId', params: { importId } }),
  })
  const mapping = chosen ?? preview.mapping
  const lacking = missingOf(kind, mapping)
  const missing = preview.columns.filter(({ column }) => lacking.includes(column))
  const nameOf = ({ zh, en }: Preview['columns'][number]): string => (language() === 'zh' ? zh : en)
  const notYet =
    missing.length > 0
      ? t('import.mapMissing', { columns: missing.map(nameOf).join('、') })
      : kind === 'library' && library === null
        ? t('import.libraryChoose')
        : undefined
  const run = (): void =>
    void start.run({ fileId, kind, sheet: preview.sheet, mapping: chosen, complete, libraryId: kind === 'library' ? library : null })

  return (
    <>
      <ProblemAlert problem={start.problem} />
      <div className="import-choices">
        <SheetChoice preview={preview} />
        {kind === 'library' && <LibraryChoice value={library} onChange={setLibrary} />}
      </div>
      <Section
        title={t('import.mapping')}
        note={t('import.mappingNote')}
        extra={
          chosen === null ? (
            <Tag tone={preview.remembered ? 'accent' : 'plain'}>{t(preview.remembered ? 'import.remembered' : 'import.guessed')}</Tag>
          ) : (
            <Button type="link" size="small" onClick={() => setChosen(null)}>
              {t('import.asGuessed')}
            </Button>
          )
        }
      >
        <MappingTable kind={kind} preview={preview} mapping={mapping} nameOf={nameOf} onChange={setChosen} />
        <Unused columns={unusedColumns(preview.headings, mapping)} />
      </Section>
      {completeKinds.has(kind) && <CompleteSwitch on={complete} onChange={setComplete} />}
      {notYet !== undefined && (
        <p className="red small" role="status">
          {notYet}
        </p>
      )}
      <p className="import-start">
        <ActionButton primary loading={start.pending} disabledReason={notYet} onClick={run}>
          {t('import.start')}
        </ActionButton>
        <span className="quiet small">{t('import.startNote')}</span>
      </p>
    </>
  )
}

function SheetChoice({ preview }: { readonly preview: Preview }): ReactNode {
  const navigate = useNavigate()
  if (preview.sheets.length < 2) return <span className="quiet small">{t('import.headingRow', { n: preview.headingRow })}</span>
  return (
    <>
      <label htmlFor="import-sheet">{t('import.sheet')}</label>
      <Select
        id="import-sheet"
        className="import-select"
        value={preview.sheet}
        options={preview.sheets.map(({ name, rows }) => ({ value: name, label: t('import.sheetRows', { name, n: rows }) }))}
        onChange={(sheet) => void navigate({ to: '.', search: (before) => ({ ...before, sheet }), replace: true })}
      />
      <span className="quiet small">{t('import.headingRow', { n: preview.headingRow })}</span>
    </>
  )
}

function LibraryChoice({ value, onChange }: { readonly value: string | null; readonly onChange: (id: string) => void }): ReactNode {
  const rows = useQuery(api.libraries.list.queryOptions({ input: { limit: 200, state: 'active' } })).data?.rows
  const own = rows?.filter(({ abilities }) => abilities.edit.allowed) ?? []
  return (
    <>
      <label htmlFor="import-library">{t('import.library')}</label>
      <Select
        id="import-library"
        className="import-select"
        value={value}
        placeholder={t(rows !== undefined && own.length === 0 ? 'import.libraryNone' : 'import.libraryChoose')}
        options={own.map(({ id, name, orgName }) => ({ value: id, label: `${name} · ${orgName}` }))}
        onChange={onChange}
      />
      {rows !== undefined && own.length === 0 && <Link to="/libraries">{t('import.see.library')}</Link>}
    </>
  )
}

function MappingTable({
  kind,
  preview,
  mapping,
  nameOf,
  onChange,
}: {
  readonly kind: ImportKind
  readonly preview: Preview
  readonly mapping: Mapping
  readonly nameOf: (column: Preview['columns'][number]) => string
  readonly onChange: (mapping: Mapping) => void
}): ReactNode {
  const lacking = missingOf(kind, mapping)
  const needed = new Set(columnsOf(kind).flatMap((column) => (column.needed ? [column.field] : [])))
  const options = [
    { value: -1, label: t('import.mapNone') },
    ...fileColumns(preview.headings).map(({ at, name }) => ({ value: at, label: headingText({ at, name }) })),
  ]
  return (
    <Table
      dense
      rows={preview.columns}
      rowKey={({ column }) => column}
      columns={[
        {
          key: 'column',
          title: t('import.mapColumn'),
          width: 200,
          fixed: true,
          cell: (column) => (
            <span className={lacking.includes(column.column) ? 'red' : ''}>
              {nameOf(column)}
              {needed.has(column.column) && <span className="red"> *</span>}
            </span>
          ),
        },
        {
          key: 'heading',
          title: t('import.mapHeading'),
          width: 260,
          fixed: true,
          cell: ({ column, zh }) => (
            <Select
              className="import-select"
              aria-label={`${t('import.mapHeading')} ${zh}`}
              showSearch={{ optionFilterProp: 'label' }}
              value={mapping[column] ?? -1}
              options={options}
              onChange={(at) => onChange(moveColumn(mapping, column, at < 0 ? null : at))}
            />
          ),
        },
        {
          key: 'sample',
          wide: true,
          title: t('import.mapSample'),
          cell: ({ column }) => <span className="quiet import-sample">{sampleOf(preview.sample, mapping[column])}</span>,
        },
      ]}
    />
  )
}

const headingText = ({ at, name }: FileColumn): string => (name === '' ? t('import.emptyHeading', { n: at + 1 }) : name)

const Unused = ({ columns }: { readonly columns: readonly FileColumn[] }): ReactNode =>
  columns.length === 0 ? null : (
    <p className="quiet small import-gap">{t('import.mapUnused', { headings: columns.map(headingText).join('、') })}</p>
  )

function CompleteSwitch({ on, onChange }: { readonly on: boolean; readonly onChange: (on: boolean) => void }): ReactNode {
  return (
    <div className={on ? 'import-complete import-complete-on' : 'import-complete'}>
      <Switch id="import-complete" checked={on} onChange={onChange} />
      <div>
        <label htmlFor="import-complete">{t('import.complete')}</label>
        <p className="quiet small">{t('import.completeNote')}</p>
        {on && <p className="red small">{t('import.completeOn')}</p>}
      </div>
    </div>
  )
}

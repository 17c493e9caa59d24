/** A new import: what and which file, then which column is which; the file and the sheet stand in the address, so that a reload loses neither. */
import './imports.css'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Segmented } from 'antd'
import type { ReactNode } from 'react'
import type { ImportKind } from '#contract/imports.ts'
import { importPermission } from '#core/registers/import-state.ts'
import { may, meQuery } from '#web/api/session.ts'
import { t } from '#web/i18n/t.ts'
import { Icon } from '#web/ui/icon.tsx'
import { Columns, Page, Section } from '#web/ui/page.tsx'
import { Loading } from '#web/ui/states.tsx'
import { Table } from '#web/ui/table.tsx'
import { ImportMapping } from './import-mapping.tsx'
import { ImportSteps } from './import-steps.tsx'
import { ImportUpload } from './import-upload.tsx'
import { columnsOf, columnWords, importKinds, kindText, templateAddress } from './import-words.ts'

export function ImportNewPage(): ReactNode {
  const navigate = useNavigate()
  const me = useQuery(meQuery).data
  const { kind: asked, file, name, sheet, library } = useSearch({ from: '/signed-in/shell/imports/new' })
  if (me === undefined || me === null) return <Loading />
  const allowed = importKinds.filter((kind) => may(me, importPermission[kind]))
  const kind: ImportKind = allowed.find((kind) => kind === asked) ?? allowed[0] ?? 'entity'
  const own = { kind, ...(library === undefined ? {} : { library }) }
  const again = (): void => void navigate({ to: '/imports/new', search: own })
  if (file !== undefined)
    return (
      <Page title={t(`import.bring.${kind}`)} lead={name} actions={<Button onClick={again}>{t('import.choose')}</Button>}>
        <ImportSteps at="columns" />
        <ImportMapping key={`${file} ${sheet}`} kind={kind} fileId={file} sheet={sheet} libraryId={library} />
      </Page>
    )
  return (
    <Page title={t(`import.bring.${kind}`)}>
      <ImportSteps at="file" />
      <Columns
        main={
          <>
            {allowed.length > 1 && (
              <div className="import-kind">
                <Segmented
                  aria-label={t('import.kind')}
                  value={kind}
                  options={allowed.map((kind) => ({ value: kind, label: kindText(kind) }))}
                  onChange={(next) => void navigate({ to: '/imports/new', search: { kind: next }, replace: true })}
                />
              </div>
            )}
            <ImportUpload
              key={kind}
              onSent={(file) => void navigate({ to: '/imports/new', search: { ...own, file: file.id, name: file.name } })}
            />
            <KnownColumns kind={kind} />
          </>
        }
        side={
          <Section title={t('import.rules')}>
            <ol className="import-rules">
              <li>{t('import.rule1')}</li>
              <li>{t('import.rule2')}</li>
              <li>{t('import.rule3')}</li>
              <li>{t('import.rule4')}</li>
            </ol>
          </Section>
        }
      />
    </Page>
  )
}

function KnownColumns({ kind }: { readonly kind: ImportKind }): ReactNode {
  return (
    <Section
      title={t('import.columns')}
      note={t('import.columnsNote')}
      extra={
        <Button type="link" size="small" href={templateAddress(kind)} download>
          <Icon name="download" size={14} />
          {t('import.template')}
        </Button>
      }
    >
      <Table
        dense
        rows={columnsOf(kind)}
        rowKey={({ field }) => field}
        columns={[
          { key: 'field', title: t('import.columnField'), width: 200, cell: ({ field }) => columnWords(kind, field) },
          { key: 'needed', title: t('import.columnNeeded'), width: 96, cell: ({ needed }) => (needed ? t('kit.yes') : '—') },
          { key: 'heads', wide: true, title: t('import.columnHeads'), cell: ({ headings }) => headings.join('、') },
        ]}
      />
    </Section>
  )
}

/** 文书模板: what holds here for each kind of paper, and every version of this place, above and below it. */
import './documents.css'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { TemplateHead } from '#contract/document-templates.ts'
import { templateStates } from '#core/documents/template-state.ts'
import { api, client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { language, t } from '#web/i18n/t.ts'
import { formatTime } from '#web/ui/format.ts'
import { ActionButton, Page, Section, Tag } from '#web/ui/page.tsx'
import { Loaded, ProblemAlert } from '#web/ui/states.tsx'
import { type Column, Table } from '#web/ui/table.tsx'
import { DocumentTabs } from './document-tabs.tsx'
import { kindText } from './document-words.tsx'

export function TemplateListPage(): ReactNode {
  const query = useQuery(api.documentTemplates.list.queryOptions({ input: {} }))
  return (
    <Page title={t('document.title')} lead={t('document.lead')}>
      <DocumentTabs />
      <Loaded query={query}>{(templates) => <Templates templates={templates} />}</Loaded>
    </Page>
  )
}

type Templates = Awaited<ReturnType<typeof client.documentTemplates.list>>

function Templates({ templates }: { readonly templates: Templates }): ReactNode {
  const navigate = useNavigate()
  const start = useCommand(client.documentTemplates.start, {
    announce: false,
    onDone: ({ templateId }) => void navigate({ to: '/documents/templates/$templateId', params: { templateId } }),
  })
  const openOf = (kind: string): TemplateHead | undefined =>
    templates.rows.find((row) => row.kind === kind && row.own && (row.state === 'draft' || row.state === 'submitted'))
  const inForce: Column<Templates['inForce'][number]>[] = [
    { key: 'kind', title: t('template.kind'), width: 220, cell: ({ kind }) => <b>{kindText(kind)}</b> },
    {
      key: 'org',
      title: t('template.from'),
      wide: true,
      cell: ({ templateId, orgName }) =>
        templateId === null ? (
          t('template.national')
        ) : (
          <Link to="/documents/templates/$templateId" params={{ templateId }}>
            {orgName}
          </Link>
        ),
    },
    { key: 'number', title: t('template.numberField'), width: 260, cell: ({ body }) => body.number ?? t('template.noNumber') },
    {
      key: 'start',
      title: t('template.start'),
      width: 140,
      cell: ({ kind }) => {
        const open = openOf(kind)
        return open === undefined ? (
          <ActionButton size="small" ability={templates.abilities.start} loading={start.pending} onClick={() => void start.run({ kind })}>
            {t('template.start')}
          </ActionButton>
        ) : (
          <Link to="/documents/templates/$templateId" params={{ templateId: open.id }}>
            {templateStates[open.state][language()]}
          </Link>
        )
      },
    },
  ]
  return (
    <>
      {start.problem !== null && <ProblemAlert problem={start.problem} />}
      <Section title={t('template.inForce')}>
        <Table columns={inForce} rows={templates.inForce} rowKey={({ kind }) => kind} caption={t('template.inForce')} />
      </Section>
      <Section title={t('template.versions')}>
        {templates.rows.length === 0 ? (
          <p className="quiet">{t('template.none')}</p>
        ) : (
          <Table columns={columns()} rows={templates.rows} rowKey={({ id }) => id} caption={t('template.versions')} />
        )}
      </Section>
    </>
  )
}

const columns = (): readonly Column<TemplateHead>[] => [
  {
    key: 'kind',
    title: t('template.kind'),
    width: 220,
    cell: (row) => (
      <Link to="/documents/templates/$templateId" params={{ templateId: row.id }}>
        <b>
          {kindText(row.kind)} {t('template.versionN', { n: row.version })}
        </b>
      </Link>
    ),
  },
  { key: 'state', title: t('document.state'), width: 96, cell: (row) => <TemplateStateTag state={row.state} /> },
  { key: 'org', title: t('template.org'), wide: true, cell: ({ orgName }) => orgName },
  { key: 'note', title: t('template.note'), wide: true, cell: ({ note }) => note },
  { key: 'from', title: t('template.validFrom'), width: 112, cell: ({ validFrom }) => validFrom },
  { key: 'by', title: t('template.editedBy'), width: 96, cell: ({ editedBy }) => editedBy },
  { key: 'approved', title: t('template.approvedBy'), width: 96, cell: ({ approvedBy }) => approvedBy ?? '—' },
  { key: 'at', title: t('template.updated'), width: 144, cell: ({ updatedAt }) => formatTime(updatedAt) },
]

export const TemplateStateTag = ({ state }: { readonly state: TemplateHead['state'] }): ReactNode => (
  <Tag tone={state === 'approved' ? 'green' : state === 'submitted' ? 'accent' : 'plain'}>{templateStates[state][language()]}</Tag>
)

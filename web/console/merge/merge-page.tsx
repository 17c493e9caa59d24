/** One proposal: who leads and who joins with which items, what each body says, and the objects. */
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { MergeHead, MergeObject } from '#contract/merge.ts'
import { api } from '#web/api/client.ts'
import { t } from '#web/i18n/t.ts'
import { DataList } from '#web/ui/data-list.tsx'
import { formatNumber, formatRange, formatTime } from '#web/ui/format.ts'
import { ActionButton, Facts, Page, Section, Tag } from '#web/ui/page.tsx'
import { Loaded } from '#web/ui/states.tsx'
import { type Column, Table, TwoLines } from '#web/ui/table.tsx'
import { MergeAnswerDialog } from './merge-answer-dialog.tsx'
import { MergeStateTag, whenText } from './merge-words.tsx'

export function MergePage(): ReactNode {
  const { proposalId } = useParams({ from: '/signed-in/shell/merges/$proposalId' })
  const query = useQuery(api.merge.get.queryOptions({ input: { proposalId } }))
  return <Loaded query={query}>{(proposal) => <View proposal={proposal} />}</Loaded>
}

function View({ proposal }: { readonly proposal: MergeHead }): ReactNode {
  const [accepts, setAccepts] = useState<boolean | null>(null)
  const { id, source, state, parties, answers, abilities } = proposal
  const open = state === 'open'
  return (
    <Page
      title={parties.map(({ name }) => name).join('、')}
      state={<MergeStateTag state={state} />}
      lead={t(`merge.source.${source}`)}
      actions={
        open && (
          <>
            <ActionButton ability={abilities.answer} onClick={() => setAccepts(false)}>
              {t('merge.decline')}
            </ActionButton>
            <ActionButton primary ability={abilities.answer} onClick={() => setAccepts(true)}>
              {t('merge.accept')}
            </ActionButton>
          </>
        )
      }
    >
      <Facts
        facts={[
          { label: t('merge.objects'), value: formatNumber(proposal.objects) },
          { label: t('merge.saved'), value: formatNumber(proposal.saved) },
          { label: t('merge.when'), value: whenText(proposal) },
        ]}
      />
      <Section title={t('merge.parties')}>
        <Table rows={parties} rowKey={({ thingId }) => thingId} caption={t('merge.parties')} columns={partyColumns(source)} />
      </Section>
      <Section title={t('merge.answers')}>
        <Table rows={answers} rowKey={({ orgPath, dept }) => `${orgPath} ${dept}`} caption={t('merge.answers')} columns={answerColumns()} />
      </Section>
      <Section title={t('merge.objectsTitle')}>
        {source === 'rows' ? <p className="quiet">{t('merge.objectsExpected')}</p> : <Objects proposalId={id} state={state} />}
      </Section>
      {accepts !== null && <MergeAnswerDialog proposal={proposal} accepts={accepts} onClose={() => setAccepts(null)} />}
    </Page>
  )
}

type Party = MergeHead['parties'][number]

const partyColumns = (source: MergeHead['source']): readonly Column<Party>[] => [
  {
    key: 'role',
    title: t('merge.role'),
    cell: ({ leads }) => (leads ? <Tag tone="accent">{t('merge.leads')}</Tag> : <Tag>{t('merge.joins')}</Tag>),
  },
  {
    key: 'name',
    title: t('merge.thing'),
    wide: true,
    cell: ({ thingId, number, name, readable }) => (
      <TwoLines
        first={
          readable && source === 'tasks' ? (
            <Link to="/tasks/$taskId" params={{ taskId: thingId }}>
              {name}
            </Link>
          ) : (
            name
          )
        }
        second={number}
      />
    ),
  },
  { key: 'org', title: t('merge.body'), cell: ({ orgName }) => orgName },
  { key: 'items', title: t('merge.items'), wide: true, cell: ({ items }) => items.join('、') },
  {
    key: 'window',
    title: t('merge.window'),
    width: 190,
    cell: ({ from, to }) => formatRange(from, to),
  },
]

type Answer = MergeHead['answers'][number]

const answerColumns = (): readonly Column<Answer>[] => [
  { key: 'org', title: t('merge.body'), cell: ({ orgName }) => orgName },
  {
    key: 'answer',
    title: t('merge.answer'),
    cell: ({ accepts }) => {
      if (accepts === null) return <Tag tone="amber">{t('merge.answer.none')}</Tag>
      return accepts ? <Tag tone="green">{t('merge.answer.yes')}</Tag> : <Tag>{t('merge.answer.no')}</Tag>
    },
  },
  { key: 'reason', title: t('merge.reason'), wide: true, cell: ({ reason }) => (reason === '' ? '—' : reason) },
  { key: 'by', title: t('merge.by'), cell: ({ by }) => by ?? '—' },
  { key: 'at', title: t('merge.at'), cell: ({ at }) => formatTime(at) },
]

function Objects({ proposalId, state }: { readonly proposalId: string; readonly state: string }): ReactNode {
  return (
    <DataList<MergeObject>
      id="merge-objects"
      unit={t('merge.objectUnit')}
      columns={[
        {
          key: 'name',
          title: t('merge.name'),
          fixed: true,
          text: ({ name }) => name,
          cell: ({ subject, name }) => (
            <Link to="/register/$subject" params={{ subject }}>
              {name}
            </Link>
          ),
        },
        { key: 'region', title: t('merge.region'), text: ({ regionName }) => regionName, cell: ({ regionName }) => regionName },
        { key: 'address', title: t('merge.address'), wide: true, text: ({ address }) => address, cell: ({ address }) => address ?? '—' },
        ...(state === 'accepted' ? [mergedColumn()] : []),
      ]}
      rowKey={({ subject }) => subject}
      source={(page) => api.merge.objects.queryOptions({ input: { ...page, proposalId } })}
      empty={{ title: t('simulation.none') }}
      exportAs={t('merge.objectsTitle')}
    />
  )
}

const mergedColumn = (): Column<MergeObject> => ({
  key: 'merged',
  title: t('merge.state'),
  cell: ({ merged }) => (merged ? <Tag tone="green">{t('merge.merged')}</Tag> : <Tag>{t('merge.notMerged')}</Tag>),
})

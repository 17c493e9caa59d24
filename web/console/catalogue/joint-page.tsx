/** 一个联合抽查事项: who does what, at which levels, until when; its versions and its record. */
import './catalogue.css'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { JointItemPage } from '#contract/joint-items.ts'
import { api } from '#web/api/client.ts'
import { may, meQuery } from '#web/api/session.ts'
import { t } from '#web/i18n/t.ts'
import { formatTime } from '#web/ui/format.ts'
import { ActionButton, Facts, Page, Section } from '#web/ui/page.tsx'
import { Loaded } from '#web/ui/states.tsx'
import { RecordSteps } from '#web/ui/steps.tsx'
import { Table } from '#web/ui/table.tsx'
import { StandingTag, stepText, validityText } from './item-words.tsx'
import { JointUses } from './joint-uses.tsx'
import { MoveDialog, type MoveVerb } from './move-dialog.tsx'

export function JointPage(): ReactNode {
  const { jointItemId } = useParams({ from: '/signed-in/shell/joint-items/$jointItemId' })
  const query = useQuery(api.jointItems.get.queryOptions({ input: { jointItemId } }))
  return <Loaded query={query}>{(item) => <Detail key={item.id} item={item} />}</Loaded>
}

function Detail({ item }: { readonly item: JointItemPage }): ReactNode {
  const [asked, setAsked] = useState<MoveVerb | null>(null)
  return (
    <Page
      title={item.name}
      state={<StandingTag of={item} />}
      lead={
        <>
          <span className="mono">{item.code}</span>
          <span>{t('item.versionN', { n: item.version })}</span>
          <span>{item.field}</span>
          {item.validFrom !== null && <span>{validityText(item)}</span>}
        </>
      }
      actions={<Actions item={item} ask={setAsked} />}
    >
      {item.state === 'returned' && item.opinion !== null && (
        <p className="mj-note mj-note-amber">{t('item.returnedWith', { who: item.opinionBy ?? '', opinion: item.opinion })}</p>
      )}
      <Section title={t('item.what')}>
        <Facts
          facts={[
            { label: t('joint.initiator'), value: item.initiator },
            { label: t('joint.participants'), value: item.participants.join('、') },
            { label: t('joint.scope'), value: item.objectScope },
            { label: t('joint.orgLevel'), value: item.orgLevel },
            { label: t('joint.implLevel'), value: item.implLevel },
            { label: t('joint.period'), value: item.period || '—' },
            { label: t('joint.deadline'), value: item.deadline ?? '—' },
            { label: t('joint.contact'), value: item.contactOffice },
            { label: t('joint.basis'), value: item.basis, wide: true },
          ]}
        />
      </Section>
      <Section title={t('joint.items')}>
        <Table
          rows={item.items.map((one, index) => ({ ...one, index }))}
          rowKey={({ index }) => String(index)}
          columns={[
            { key: 'department', title: t('joint.department'), width: 200, cell: ({ department }) => department },
            { key: 'name', title: t('joint.item'), cell: ({ name }) => name },
          ]}
        />
      </Section>
      <Section
        title={t('joint.versions')}
        note={t('item.versionsNote')}
        {...(item.versions.length > 1 && {
          extra: (
            <Link to="/joint-items/$jointItemId/diff" params={{ jointItemId: item.id }}>
              {t('jointDiff.compare')}
            </Link>
          ),
        })}
      >
        <Table
          dense
          rows={item.versions}
          rowKey={({ id }) => id}
          columns={[
            {
              key: 'version',
              title: t('joint.versions'),
              width: 112,
              cell: ({ id, version }) => (
                <Link to="/joint-items/$jointItemId" params={{ jointItemId: id }}>
                  {t('item.versionN', { n: version })}
                </Link>
              ),
            },
            { key: 'state', title: t('item.state'), width: 112, cell: (version) => <StandingTag of={version} /> },
            { key: 'validity', title: t('item.validity'), cell: validityText },
            { key: 'published', title: t('joint.publishedAt'), cell: ({ publishedAt }) => formatTime(publishedAt) },
          ]}
        />
      </Section>
      {item.state !== 'draft' && <JointUses item={item} />}
      <Section title={t('item.record')}>
        <RecordSteps
          steps={item.steps}
          say={stepText}
          more={({ facts }) => [facts.opinion, facts.reason].filter((text) => typeof text === 'string').join('；')}
        />
      </Section>
      {asked !== null && <MoveDialog of="joint" items={[item]} verb={asked} onClose={() => setAsked(null)} />}
    </Page>
  )
}

function Actions({ item, ask }: { readonly item: JointItemPage; readonly ask: (verb: MoveVerb) => void }): ReactNode {
  const navigate = useNavigate()
  const me = useQuery(meQuery).data
  const isOpen = item.state === 'draft' || item.state === 'submitted' || item.state === 'returned'
  const mayEdit = me !== undefined && me !== null && may(me, 'item.edit') && me.org.path === item.orgPath
  const revisable = item.versions[0]?.id === item.id
  const button = (verb: MoveVerb, primary = false): ReactNode => (
    <ActionButton primary={primary} ability={item.abilities[verb]} onClick={() => ask(verb)}>
      {t(`item.${verb}`)}
    </ActionButton>
  )
  return (
    <>
      <ActionButton onClick={() => window.print()}>{t('item.print')}</ActionButton>
      {(item.state === 'draft' || item.state === 'returned') && button('discard')}
      {(isOpen || revisable) && (
        <ActionButton
          ability={isOpen ? item.abilities.edit : mayEdit ? { allowed: true } : { allowed: false, reason: 'permission_missing' }}
          onClick={() => void navigate({ to: '/joint-items/$jointItemId/edit', params: { jointItemId: item.id } })}
        >
          {isOpen ? t('item.edit') : t('item.revise')}
        </ActionButton>
      )}
      {item.state === 'published' && button('retire')}
      {item.state === 'submitted' && button('return')}
      {item.state === 'submitted' && button('publish', true)}
      {(item.state === 'draft' || item.state === 'returned') && button('submit', true)}
    </>
  )
}

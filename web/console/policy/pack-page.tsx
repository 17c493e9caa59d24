/** 一份地区参数包: what it sets and on what it rests, what it changes, who made and who published it. */
import './policy.css'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { PackPage as Pack } from '#contract/policy.ts'
import { api } from '#web/api/client.ts'
import { may, meQuery } from '#web/api/session.ts'
import { t, tMaybe } from '#web/i18n/t.ts'
import { ActionButton, Facts, Page, Section } from '#web/ui/page.tsx'
import { Loaded } from '#web/ui/states.tsx'
import { RecordSteps } from '#web/ui/steps.tsx'
import { Table } from '#web/ui/table.tsx'
import { PackDialog, type PackVerb } from './pack-dialog.tsx'
import { forceText, nameText, PackState, type SettingValue, SourceText, ValueText, valueText } from './policy-words.tsx'

export function PackPage(): ReactNode {
  const { packId } = useParams({ from: '/signed-in/shell/policy/packs/$packId' })
  const query = useQuery(api.policy.pack.queryOptions({ input: { packId } }))
  return <Loaded query={query}>{(pack) => <Detail key={pack.id} pack={pack} />}</Loaded>
}

function Detail({ pack }: { readonly pack: Pack }): ReactNode {
  const [asked, setAsked] = useState<PackVerb | null>(null)
  return (
    <Page
      title={t('policy.packVersion', { place: pack.placeName, n: pack.version })}
      state={<PackState pack={pack} />}
      lead={
        <>
          <span className="mono">{pack.code}</span>
          <span>{forceText(pack)}</span>
        </>
      }
      actions={<Actions pack={pack} ask={setAsked} />}
    >
      {pack.state === 'draft' && pack.opinion !== null && pack.opinion !== '' && (
        <p className="mj-note mj-note-amber">{t('policy.returnedWith', { opinion: pack.opinion })}</p>
      )}
      <Section title={t('policy.one')}>
        <Facts
          facts={[
            { label: t('policy.reason'), value: pack.reason, wide: true },
            { label: t('policy.packs.by'), value: `${pack.createdByName}（${pack.createdByOrg}）` },
            { label: t('policy.packs.decided'), value: pack.decidedByName ?? '—' },
          ]}
        />
      </Section>
      <Section title={t('policy.own')} note={t('policy.ownNote')}>
        {pack.own.length === 0 ? (
          <p className="quiet">{t('policy.ownEmpty')}</p>
        ) : (
          <Table
            rows={pack.own}
            rowKey={({ key }) => key}
            columns={[
              { key: 'name', title: t('policy.setting'), width: 320, cell: (one) => nameText(one) },
              { key: 'value', title: t('policy.value'), width: 260, wide: true, cell: (one) => <OwnValue one={one} /> },
              { key: 'source', title: t('policy.source'), wide: true, cell: ({ source }) => <SourceText source={source} ofPlace /> },
            ]}
          />
        )}
      </Section>
      <Section title={t('policy.changes')} note={pack.before === null ? t('policy.changesFirst') : ''}>
        <Changes pack={pack} />
      </Section>
      <Section title={t('policy.record')}>
        <RecordSteps
          steps={pack.steps}
          say={({ verb }) => tMaybe(`policy.step.${verb.slice(verb.indexOf('.') + 1)}`, verb)}
          more={({ facts }) => (typeof facts.opinion === 'string' ? facts.opinion : '')}
        />
      </Section>
      {asked !== null && <PackDialog pack={pack} verb={asked} onClose={() => setAsked(null)} />}
    </Page>
  )
}

/** What the pack says, and what is stricter above it. */
function OwnValue({ one }: { readonly one: Pack['own'][number] }): ReactNode {
  const { above } = one
  const place = above?.origin?.placeName ?? t('policy.national')
  return (
    <>
      <ValueText of={one} value={one.value} />
      {above !== null && (
        <div className="amber tiny">{t('policy.above', { day: above.day, place, value: valueText(one, above.value) })}</div>
      )}
    </>
  )
}

type Change = Pack['changes'][number]

function Changes({ pack }: { readonly pack: Pack }): ReactNode {
  const { before, changes } = pack
  const said = (of: Change, value: SettingValue | null): ReactNode =>
    value === null ? <span className="quiet">{t('policy.notSaid')}</span> : valueText(of, value)
  return (
    <>
      {before !== null && (
        <p className="small">
          <Link to="/policy/packs/$packId" params={{ packId: before.id }}>
            {t('policy.packVersion', { place: pack.placeName, n: before.version })}
          </Link>
        </p>
      )}
      {changes.length > 0 && (
        <Table
          dense
          rows={changes}
          rowKey={({ key }) => key}
          columns={[
            { key: 'name', title: t('policy.setting'), width: 320, cell: (one) => nameText(one) },
            { key: 'before', title: t('policy.before'), cell: (one) => said(one, one.before) },
            { key: 'after', title: t('policy.after'), cell: (one) => <b>{said(one, one.after)}</b> },
          ]}
        />
      )}
    </>
  )
}

function Actions({ pack, ask }: { readonly pack: Pack; readonly ask: (verb: PackVerb) => void }): ReactNode {
  const navigate = useNavigate()
  const me = useQuery(meQuery).data
  const button = (verb: PackVerb, primary = false): ReactNode => (
    <ActionButton primary={primary} ability={pack.abilities[verb]} onClick={() => ask(verb)}>
      {t(`policy.${verb}`)}
    </ActionButton>
  )
  if (pack.state === 'draft')
    return (
      <>
        {button('discard')}
        <ActionButton
          ability={pack.abilities.edit}
          onClick={() => void navigate({ to: '/policy/packs/$packId/edit', params: { packId: pack.id } })}
        >
          {t('policy.edit')}
        </ActionButton>
        {button('submit', true)}
      </>
    )
  if (pack.state === 'submitted')
    return (
      <>
        {button('return')}
        {button('publish', true)}
      </>
    )
  const mayEdit = me !== undefined && me !== null && may(me, 'policy.edit')
  return (
    <ActionButton
      ability={mayEdit ? { allowed: true } : { allowed: false, reason: 'permission_missing' }}
      onClick={() => void navigate({ to: '/policy/packs/new', search: { like: pack.id } })}
    >
      {t('policy.newVersion')}
    </ActionButton>
  )
}

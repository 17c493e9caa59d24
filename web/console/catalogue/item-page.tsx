/** 一个抽查事项: what it is, when which version holds, what is checked and how, whom it covers, who did what. */
import './catalogue.css'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { ItemPage as ItemDetail } from '#contract/catalogue.ts'
import { layers, listKinds } from '#core/catalogue/item.ts'
import { api } from '#web/api/client.ts'
import { may, meQuery } from '#web/api/session.ts'
import { language, t } from '#web/i18n/t.ts'
import { ActionButton, Page, Section } from '#web/ui/page.tsx'
import { Loaded } from '#web/ui/states.tsx'
import { RecordSteps } from '#web/ui/steps.tsx'
import { ItemCoverage } from '../libraries/item-coverage.tsx'
import { ItemAbove } from './item-above.tsx'
import { ItemChecklist } from './item-checklist.tsx'
import { ItemFacts } from './item-facts.tsx'
import { ItemVersions } from './item-versions.tsx'
import { StandingTag, stepText, validityText } from './item-words.tsx'
import { MoveDialog, type MoveVerb } from './move-dialog.tsx'

export function ItemPage(): ReactNode {
  const { itemId } = useParams({ from: '/signed-in/shell/items/$itemId' })
  const query = useQuery(api.catalogue.getItem.queryOptions({ input: { itemId } }))
  return <Loaded query={query}>{(item) => <Detail key={item.id} item={item} />}</Loaded>
}

function Detail({ item }: { readonly item: ItemDetail }): ReactNode {
  const { data: me } = useQuery(meQuery)
  const [asked, setAsked] = useState<MoveVerb | null>(null)
  return (
    <Page
      title={item.name}
      state={<StandingTag of={item} />}
      lead={
        <>
          <span className="mono">{item.code}</span>
          <span>{t('item.versionN', { n: item.version })}</span>
          <span>{layers[item.layer][language()]}</span>
          <span>{listKinds[item.listKind][language()]}</span>
          <span>{item.orgName}</span>
          {item.validFrom !== null && <span>{validityText(item)}</span>}
        </>
      }
      actions={<Actions item={item} ask={setAsked} />}
    >
      {item.state === 'returned' && item.opinion !== null && (
        <p className="mj-note mj-note-amber">{t('item.returnedWith', { who: item.opinionBy ?? '', opinion: item.opinion })}</p>
      )}
      <Section title={t('item.what')}>
        <ItemFacts item={item} />
      </Section>
      <Section title={t('item.versions')} note={t('item.versionsNote')}>
        <ItemVersions item={item} />
      </Section>
      {(item.parentCode !== null || item.children.length > 0) && (
        <Section title={t('item.above')}>
          <ItemAbove item={item} />
        </Section>
      )}
      <Section title={t('item.check')}>
        <ItemChecklist item={item} />
      </Section>
      {me != null && may(me, 'register.read') && <ItemCoverage itemCode={item.code} />}
      <Section title={t('item.record')}>
        <RecordSteps
          steps={item.steps}
          say={stepText}
          more={({ facts }) => [facts.opinion, facts.reason].filter((text) => typeof text === 'string').join('；')}
        />
      </Section>
      {asked !== null && <MoveDialog of="items" items={[item]} verb={asked} onClose={() => setAsked(null)} />}
    </Page>
  )
}

/** What can be done next, in the order of the work; what this version cannot do any more is left out. */
function Actions({ item, ask }: { readonly item: ItemDetail; readonly ask: (verb: MoveVerb) => void }): ReactNode {
  const navigate = useNavigate()
  const me = useQuery(meQuery).data
  const isOpen = item.state === 'draft' || item.state === 'submitted' || item.state === 'returned'
  const newest = item.versions[0]
  const mayEdit = me !== undefined && me !== null && may(me, 'item.edit') && me.org.path === item.orgPath
  const edit = (): void => void navigate({ to: '/items/$itemId/edit', params: { itemId: item.id } })
  return (
    <>
      <ActionButton onClick={() => window.print()}>{t('item.print')}</ActionButton>
      {isOpen ? (
        <>
          {item.state !== 'submitted' && (
            <ActionButton ability={item.abilities.discard} onClick={() => ask('discard')}>
              {t('item.discard')}
            </ActionButton>
          )}
          <ActionButton ability={item.abilities.edit} onClick={edit}>
            {t('item.edit')}
          </ActionButton>
        </>
      ) : (
        newest !== undefined &&
        newest.id === item.id && (
          <ActionButton ability={mayEdit ? { allowed: true } : { allowed: false, reason: 'permission_missing' }} onClick={edit}>
            {t('item.revise')}
          </ActionButton>
        )
      )}
      {item.state === 'published' && (
        <ActionButton ability={item.abilities.retire} onClick={() => ask('retire')}>
          {t('item.retire')}
        </ActionButton>
      )}
      {item.state === 'submitted' && (
        <>
          <ActionButton ability={item.abilities.return} onClick={() => ask('return')}>
            {t('item.return')}
          </ActionButton>
          <ActionButton primary ability={item.abilities.publish} onClick={() => ask('publish')}>
            {t('item.publish')}
          </ActionButton>
        </>
      )}
      {(item.state === 'draft' || item.state === 'returned') && (
        <ActionButton primary ability={item.abilities.submit} onClick={() => ask('submit')}>
          {t('item.submit')}
        </ActionButton>
      )}
      {newest !== undefined && newest.id !== item.id && (
        <Link to="/items/$itemId" params={{ itemId: newest.id }}>
          {t('item.versionN', { n: newest.version })} · {t(`item.state.${newest.state}`)}
        </Link>
      )}
    </>
  )
}

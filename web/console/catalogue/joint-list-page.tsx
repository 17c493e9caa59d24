/** 部门联合抽查事项清单: fields, departments, levels. */
import './catalogue.css'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { JointItem } from '#contract/joint-items.ts'
import type { Ability } from '#core/access/can.ts'
import { itemTransitions } from '#core/catalogue/state.ts'
import { api } from '#web/api/client.ts'
import { reasonText } from '#web/api/problem.ts'
import { may, meQuery } from '#web/api/session.ts'
import { t } from '#web/i18n/t.ts'
import { DataList } from '#web/ui/data-list.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { ActionButton, Page } from '#web/ui/page.tsx'
import { type Column, TwoLines } from '#web/ui/table.tsx'
import { CatalogueTabs } from './catalogue-tabs.tsx'
import { StandingTag, validityText } from './item-words.tsx'
import { MoveDialog, type MoveVerb } from './move-dialog.tsx'

const states = Object.keys(itemTransitions) as readonly JointItem['state'][] // exactly the table's own keys

export function JointListPage(): ReactNode {
  const me = useQuery(meQuery).data
  const navigate = useNavigate()
  const [asked, setAsked] = useState<{ readonly items: readonly JointItem[]; readonly clear: () => void } | null>(null)
  const edit: Ability =
    me !== undefined && me !== null && may(me, 'item.edit') ? { allowed: true } : { allowed: false, reason: 'permission_missing' }
  const verb: MoveVerb = me !== undefined && me !== null && may(me, 'item.publish') ? 'publish' : 'submit'
  const newItem = (
    <ActionButton primary icon={<Icon name="plus" />} ability={edit} onClick={() => void navigate({ to: '/joint-items/new' })}>
      {t('joint.new')}
    </ActionButton>
  )
  return (
    <Page title={t('joint.title')} lead={t('joint.lead')} actions={newItem}>
      <CatalogueTabs at="joint" />
      <DataList<JointItem>
        id="joint-items"
        unit={t('joint.unit')}
        columns={columns()}
        rowKey={(item) => item.id}
        source={(page, filter) =>
          api.jointItems.list.queryOptions({ input: { ...page, q: filter.q, state: states.find((state) => state === filter.state) } })
        }
        filters={[
          { key: 'q', label: t('joint.q') },
          { key: 'state', label: t('item.state'), options: states.map((value) => ({ value, label: t(`item.state.${value}`) })) },
        ]}
        empty={{ title: t('joint.empty'), text: t('joint.emptyText'), action: <div style={{ marginTop: 16 }}>{newItem}</div> }}
        selection={{
          nameOf: (item) => item.name,
          refused: (item) => {
            const ability = item.abilities[verb]
            return ability.allowed ? null : reasonText(ability.reason, { state: t(`item.state.${item.state}`) })
          },
          actions: (items, clear) => (
            <ActionButton primary size="small" onClick={() => setAsked({ items, clear })}>
              {verb === 'publish' ? t('item.publishN', { n: items.length }) : t('item.submit')}
            </ActionButton>
          ),
        }}
        exportAs={t('joint.export')}
      />
      {asked !== null && <MoveDialog of="joint" items={asked.items} verb={verb} onClose={() => setAsked(null)} onDone={asked.clear} />}
    </Page>
  )
}

const columns = (): readonly Column<JointItem>[] => [
  {
    key: 'name',
    title: t('joint.name'),
    fixed: true,
    cell: (item) => (
      <TwoLines
        first={
          <Link to="/joint-items/$jointItemId" params={{ jointItemId: item.id }}>
            <b>{item.name}</b>
          </Link>
        }
        second={`${item.code} · ${t('item.versionN', { n: item.version })}`}
      />
    ),
    text: (item) => item.name,
  },
  { key: 'field', title: t('joint.field'), cell: (item) => item.field, text: (item) => item.field },
  { key: 'initiator', title: t('joint.initiator'), cell: (item) => item.initiator, text: (item) => item.initiator },
  {
    key: 'participants',
    title: t('joint.participants'),
    wide: true,
    cell: (item) => item.participants.join('、'),
    text: (item) => item.participants.join('、'),
  },
  { key: 'levels', title: `${t('joint.orgLevel')} / ${t('joint.implLevel')}`, cell: levelText, text: levelText },
  { key: 'deadline', title: t('joint.deadline'), width: 104, cell: (item) => item.deadline ?? '—', text: (item) => item.deadline },
  { key: 'basis', title: t('joint.basis'), startsHidden: true, wide: true, cell: (item) => item.basis, text: (item) => item.basis },
  {
    key: 'state',
    title: t('item.state'),
    width: 96,
    cell: (item) => <StandingTag of={item} />,
    text: (item) => t(`item.state.${item.state}`),
  },
  { key: 'validity', title: t('item.validity'), width: 176, cell: validityText, text: validityText },
]

const levelText = (item: JointItem): string => `${item.orgLevel} / ${item.implLevel}`

/** 随机抽查事项清单: three lists in three layers; drafts and versions; drafting by one person, publishing by another. */
import './catalogue.css'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { Item } from '#contract/catalogue.ts'
import type { Ability } from '#core/access/can.ts'
import { layers } from '#core/catalogue/item.ts'
import { itemTransitions } from '#core/catalogue/state.ts'
import { api } from '#web/api/client.ts'
import { reasonText } from '#web/api/problem.ts'
import { may, meQuery } from '#web/api/session.ts'
import { language, t } from '#web/i18n/t.ts'
import { DataList } from '#web/ui/data-list.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { ActionButton, Page } from '#web/ui/page.tsx'
import { CatalogueTabs, useListTab } from './catalogue-tabs.tsx'
import { itemColumns } from './item-columns.tsx'
import { MoveDialog, type MoveVerb } from './move-dialog.tsx'

const states = Object.keys(itemTransitions) as readonly Item['state'][] // exactly the table's own keys
const layerCodes = Object.keys(layers) as readonly Item['layer'][] // exactly the table's own keys

export function ItemListPage(): ReactNode {
  const me = useQuery(meQuery).data
  const navigate = useNavigate()
  const tab = useListTab()
  const [asked, setAsked] = useState<{ readonly verb: MoveVerb; readonly items: readonly Item[]; readonly clear: () => void } | null>(null)
  const edit: Ability =
    me !== undefined && me !== null && may(me, 'item.edit') ? { allowed: true } : { allowed: false, reason: 'permission_missing' }
  const approves = me !== undefined && me !== null && may(me, 'item.publish')
  const verb: MoveVerb = approves ? 'publish' : 'submit'
  const newItem = (
    <ActionButton
      primary
      icon={<Icon name="plus" />}
      ability={edit}
      onClick={() => void navigate({ to: '/items/new', search: tab === 'random' ? {} : { kind: tab } })}
    >
      {t('item.new')}
    </ActionButton>
  )
  return (
    <Page title={t('item.title')} lead={tab === 'random' ? t('item.lead') : t(`item.tabNote.${tab}`)} actions={newItem}>
      <CatalogueTabs at={tab} />
      <DataList<Item>
        key={tab}
        id="items"
        unit={t('item.unit')}
        columns={itemColumns()}
        rowKey={(item) => item.id}
        hiddenFilters={['kind']}
        source={(page, filter) =>
          api.catalogue.listItems.queryOptions({
            input: {
              ...page,
              listKind: tab,
              q: filter.q,
              state: states.find((state) => state === filter.state),
              layer: layerCodes.find((layer) => layer === filter.layer),
            },
          })
        }
        filters={[
          { key: 'q', label: t('item.q') },
          { key: 'layer', label: t('item.layer'), options: layerCodes.map((value) => ({ value, label: layers[value][language()] })) },
          { key: 'state', label: t('item.state'), options: states.map((value) => ({ value, label: t(`item.state.${value}`) })) },
        ]}
        empty={{ title: t('item.empty'), text: t('item.emptyText'), action: <div style={{ marginTop: 16 }}>{newItem}</div> }}
        selection={{
          nameOf: (item) => item.name,
          refused: (item) => {
            const ability = item.abilities[verb]
            return ability.allowed ? null : reasonText(ability.reason, { state: t(`item.state.${item.state}`) })
          },
          actions: (items, clear) =>
            approves ? (
              <>
                <ActionButton size="small" onClick={() => setAsked({ verb: 'return', items, clear })}>
                  {t('item.return')}
                </ActionButton>
                <ActionButton primary size="small" onClick={() => setAsked({ verb: 'publish', items, clear })}>
                  {t('item.publishN', { n: items.length })}
                </ActionButton>
              </>
            ) : (
              <ActionButton primary size="small" ability={edit} onClick={() => setAsked({ verb: 'submit', items, clear })}>
                {t('item.submit')}
              </ActionButton>
            ),
        }}
        exportAs={t(`item.tab.${tab}`)}
      />
      {asked !== null && (
        <MoveDialog of="items" items={asked.items} verb={asked.verb} onClose={() => setAsked(null)} onDone={asked.clear} />
      )}
    </Page>
  )
}

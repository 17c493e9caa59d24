/** 随机抽查事项清单: drafts and published versions; drafting by one person, publishing by another. */
import { useQuery } from '@tanstack/react-query'
import { App } from 'antd'
import { type ReactNode, useState } from 'react'
import type { Item } from '#contract/catalogue.ts'
import type { Ability } from '#core/access/can.ts'
import { api, client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { reasonText } from '#web/api/problem.ts'
import { may, meQuery } from '#web/api/session.ts'
import { t } from '#web/i18n/t.ts'
import { DataList } from '#web/ui/data-list.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { ActionButton, Page } from '#web/ui/page.tsx'
import { itemColumns } from './item-columns.tsx'
import { ItemDrawer } from './item-drawer.tsx'

const states = ['draft', 'published', 'superseded'] as const

export function ItemListPage(): ReactNode {
  const me = useQuery(meQuery).data
  const { modal } = App.useApp()
  const [open, setOpen] = useState<Item | 'new' | null>(null)
  const edit: Ability =
    me !== undefined && me !== null && may(me, 'item.edit') ? { allowed: true } : { allowed: false, reason: 'permission_missing' }
  const publish = useCommand(client.catalogue.publishItems, { done: ({ published }) => t('item.published', { n: published }) })

  const askPublish = (items: readonly Item[], clear: () => void): void => {
    modal.confirm({
      title: t('item.publishAsk', { n: items.length }),
      content: (
        <>
          <p>{t('item.publishNote')}</p>
          <ul className="small" style={{ marginTop: 8 }}>
            {items.slice(0, 8).map((item) => (
              <li key={item.id}>
                <span className="mono">{item.code}</span> {item.name}
              </li>
            ))}
            {items.length > 8 && <li>…</li>}
          </ul>
        </>
      ),
      okText: t('item.publish'),
      cancelText: t('kit.cancel'),
      onOk: async () => {
        if ((await publish.run({ itemIds: items.map((item) => item.id) })) !== null) clear()
      },
    })
  }

  const newItem = (
    <ActionButton primary icon={<Icon name="plus" />} ability={edit} onClick={() => setOpen('new')}>
      {t('item.new')}
    </ActionButton>
  )
  return (
    <Page title={t('item.title')} lead={t('item.lead')} actions={newItem}>
      <DataList<Item>
        id="items"
        unit={t('item.unit')}
        columns={itemColumns(edit, setOpen)}
        rowKey={(item) => item.id}
        source={(page, filter) =>
          api.catalogue.listItems.queryOptions({ input: { ...page, q: filter.q, state: states.find((state) => state === filter.state) } })
        }
        filters={[
          { key: 'q', label: t('item.q') },
          { key: 'state', label: t('item.state'), options: states.map((state) => ({ value: state, label: t(`item.state.${state}`) })) },
        ]}
        empty={{ title: t('item.empty'), text: t('item.emptyText'), action: <div style={{ marginTop: 16 }}>{newItem}</div> }}
        selection={{
          nameOf: (item) => item.name,
          refused: (item) =>
            item.abilities.publish.allowed ? null : reasonText(item.abilities.publish.reason, { state: t(`item.state.${item.state}`) }),
          actions: (items, clear) => (
            <ActionButton primary size="small" loading={publish.pending} onClick={() => askPublish(items, clear)}>
              {t('item.publishN', { n: items.length })}
            </ActionButton>
          ),
        }}
        exportAs={t('item.export')}
      />
      {open !== null && <ItemDrawer item={open === 'new' ? null : open} onClose={() => setOpen(null)} />}
    </Page>
  )
}

/** 版本对比: two versions side by side, or an item and the one above it; only what differs. */
import './catalogue.css'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Item, ItemPage } from '#contract/catalogue.ts'
import { api } from '#web/api/client.ts'
import { t } from '#web/i18n/t.ts'
import { ActionButton, Page } from '#web/ui/page.tsx'
import { Empty, Loaded } from '#web/ui/states.tsx'
import { DiffChoice, otherVersions, versionOption } from './diff-choice.tsx'
import { ItemDiff } from './item-diff.tsx'

export function ItemDiffPage(): ReactNode {
  const { itemId } = useParams({ from: '/signed-in/shell/items/$itemId/diff' })
  const query = useQuery(api.catalogue.getItem.queryOptions({ input: { itemId } }))
  return <Loaded query={query}>{(item) => <Versions item={item} />}</Loaded>
}

function Versions({ item }: { readonly item: ItemPage }): ReactNode {
  const { against } = useSearch({ from: '/signed-in/shell/items/$itemId/diff' })
  const others = otherVersions(item)
  const chosen = against ?? others[0]?.id ?? item.parent?.id
  const options = [
    ...others.map(versionOption),
    ...(item.parent === null ? [] : [{ value: item.parent.id, label: `${item.parent.code} ${item.parent.name}` }]),
  ]
  return (
    <Page
      title={t('item.diff.of', { name: item.name })}
      lead={
        <Link to="/items/$itemId" params={{ itemId: item.id }}>
          <span className="mono">{item.code}</span> {t('item.versionN', { n: item.version })}
        </Link>
      }
      actions={<ActionButton onClick={() => window.print()}>{t('item.print')}</ActionButton>}
    >
      <DiffChoice options={options} chosen={chosen} />
      {chosen === undefined ? <Empty title={t('item.diff.alone')} /> : <Compared item={item} against={chosen} />}
    </Page>
  )
}

function Compared({ item, against }: { readonly item: Item; readonly against: string }): ReactNode {
  const query = useQuery(api.catalogue.diffItems.queryOptions({ input: { itemId: item.id, against } }))
  return (
    <Loaded query={query}>
      {({ from, to, changes }) =>
        changes.length === 0 ? (
          <Empty title={t('item.diff.same')} />
        ) : (
          <>
            <p className="quiet small">{t('item.diff.note', { n: changes.length })}</p>
            <ItemDiff from={nameOf(from)} to={nameOf(to)} changes={changes} />
          </>
        )
      }
    </Loaded>
  )
}

const nameOf = (item: Item): string => `${item.code} ${t('item.versionN', { n: item.version })}`

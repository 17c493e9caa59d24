/** 联合事项版本对比: two versions side by side; only what differs. */
import './catalogue.css'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { JointChange, JointItemPage } from '#contract/joint-items.ts'
import { jointFields } from '#core/catalogue/joint-diff.ts'
import { api } from '#web/api/client.ts'
import { language, t } from '#web/i18n/t.ts'
import { ActionButton, Page } from '#web/ui/page.tsx'
import { Empty, Loaded } from '#web/ui/states.tsx'
import { DiffChoice, otherVersions, versionOption } from './diff-choice.tsx'

export function JointDiffPage(): ReactNode {
  const { jointItemId } = useParams({ from: '/signed-in/shell/joint-items/$jointItemId/diff' })
  const query = useQuery(api.jointItems.get.queryOptions({ input: { jointItemId } }))
  return <Loaded query={query}>{(item) => <Versions item={item} />}</Loaded>
}

function Versions({ item }: { readonly item: JointItemPage }): ReactNode {
  const { against } = useSearch({ from: '/signed-in/shell/joint-items/$jointItemId/diff' })
  const others = otherVersions(item)
  const chosen = against ?? (others.find(({ version }) => version < item.version) ?? others[0])?.id
  const options = others.map(versionOption)
  return (
    <Page
      title={t('jointDiff.title', { name: item.name })}
      lead={
        <Link to="/joint-items/$jointItemId" params={{ jointItemId: item.id }}>
          <span className="mono">{item.code}</span> {t('item.versionN', { n: item.version })}
        </Link>
      }
      actions={<ActionButton onClick={() => window.print()}>{t('item.print')}</ActionButton>}
    >
      <DiffChoice options={options} chosen={chosen} />
      {chosen === undefined ? <Empty title={t('item.diff.alone')} /> : <Compared jointItemId={item.id} against={chosen} />}
    </Page>
  )
}

function Compared({ jointItemId, against }: { readonly jointItemId: string; readonly against: string }): ReactNode {
  const query = useQuery(api.jointItems.diff.queryOptions({ input: { jointItemId, against } }))
  return (
    <Loaded query={query}>
      {({ from, to, changes }) =>
        changes.length === 0 ? (
          <Empty title={t('item.diff.same')} />
        ) : (
          <>
            <p className="quiet small">{t('item.diff.note', { n: changes.length })}</p>
            <table className="cat-diff small">
              <caption className="hidden-text">{t('item.diff')}</caption>
              <thead>
                <tr>
                  <th scope="col">{t('item.diff.field')}</th>
                  <th scope="col">{t('item.versionN', { n: from.version })}</th>
                  <th scope="col">{t('item.versionN', { n: to.version })}</th>
                </tr>
              </thead>
              <tbody>
                {changes.map((change) => (
                  <Change
                    key={change.field}
                    change={change}
                    from={t('item.versionN', { n: from.version })}
                    to={t('item.versionN', { n: to.version })}
                  />
                ))}
              </tbody>
            </table>
          </>
        )
      }
    </Loaded>
  )
}

const Change = ({ change, from, to }: { readonly change: JointChange; readonly from: string; readonly to: string }): ReactNode => (
  <tr>
    <th scope="row">{jointFields[change.field][language()]}</th>
    <td className="cat-gone" data-label={from}>
      <Side change={change} side="from" />
    </td>
    <td className="cat-new" data-label={to}>
      <Side change={change} side="to" />
    </td>
  </tr>
)

function Side({ change, side }: { readonly change: JointChange; readonly side: 'from' | 'to' }): ReactNode {
  if (change.kind === 'value') return change[side] === '' ? '—' : change[side]
  const words = side === 'from' ? change.removed : change.added
  return (
    <>
      {change.kept.map((word) => (
        <div key={word} className="quiet">
          {word}
        </div>
      ))}
      {words.map((word) => (
        <div key={word}>{side === 'from' ? <del>{word}</del> : <ins>{word}</ins>}</div>
      ))}
      {change.kept.length + words.length === 0 && '—'}
    </>
  )
}

/** The changes between two versions as a table: what it was on the left, what it is on the right. */
import { Fragment, type ReactNode } from 'react'
import type { ItemChange } from '#contract/catalogue.ts'
import { itemFields } from '#core/catalogue/item.ts'
import type { LineChange } from '#core/catalogue/lines.ts'
import { language, t } from '#web/i18n/t.ts'
import { fieldText, wordText } from './item-words.tsx'

export type ItemDiffProps = { readonly from: string; readonly to: string; readonly changes: readonly ItemChange[] }

export function ItemDiff({ from, to, changes }: ItemDiffProps): ReactNode {
  return (
    <table className="cat-diff small">
      <caption className="hidden-text">{t('item.diff')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('item.diff.field')}</th>
          <th scope="col">{from}</th>
          <th scope="col">{to}</th>
        </tr>
      </thead>
      <tbody>
        {changes.map((change) => (
          <Change key={change.field} change={change} from={from} to={to} />
        ))}
      </tbody>
    </table>
  )
}

function Change({ change, from, to }: { readonly change: ItemChange; readonly from: string; readonly to: string }): ReactNode {
  const title = itemFields[change.field][language()]
  if (change.kind === 'lines') return <Lines title={title} lines={change.lines} from={from} to={to} />
  return (
    <tr>
      <th scope="row">{title}</th>
      <td className="cat-gone" data-label={from}>
        {change.kind === 'value' ? fieldText(change.field, change.from) : <Words change={change} side="removed" />}
      </td>
      <td className="cat-new" data-label={to}>
        {change.kind === 'value' ? fieldText(change.field, change.to) : <Words change={change} side="added" />}
      </td>
    </tr>
  )
}

function Words({
  change,
  side,
}: {
  readonly change: ItemChange & { readonly kind: 'words' }
  readonly side: 'added' | 'removed'
}): ReactNode {
  const words = change[side]
  return (
    <>
      {change.kept.map((word) => (
        <span key={word} className="quiet">
          {wordText(change.field, word)}{' '}
        </span>
      ))}
      {words.map((word) => (
        <Fragment key={word}>
          {side === 'added' ? <ins>{wordText(change.field, word)} </ins> : <del>{wordText(change.field, word)} </del>}
        </Fragment>
      ))}
      {change.kept.length + words.length === 0 && '—'}
    </>
  )
}

function Lines(props: {
  readonly title: string
  readonly lines: readonly LineChange[]
  readonly from: string
  readonly to: string
}): ReactNode {
  const shown = props.lines.filter(({ kind }) => kind !== 'same')
  const same = props.lines.length - shown.length
  return (
    <>
      {shown.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines of a checklist keep their order
        <tr key={index}>
          <th scope="row">
            {index === 0 && props.title}
            <small>{line.kind === 'same' ? '' : t(`item.diff.${line.kind}`)}</small>
          </th>
          <td className={line.kind === 'moved' || line.kind === 'added' ? '' : 'cat-gone'} data-label={props.from}>
            {'from' in line ? <Line line={line.from} /> : '—'}
          </td>
          <td className={line.kind === 'moved' || line.kind === 'removed' ? '' : 'cat-new'} data-label={props.to}>
            {'to' in line ? <Line line={line.to} /> : '—'}
          </td>
        </tr>
      ))}
      {same > 0 && (
        <tr>
          <td colSpan={3} className="quiet">
            {t('item.diff.kept', { n: same })}
          </td>
        </tr>
      )}
    </>
  )
}

const Line = ({
  line,
}: {
  readonly line: { content: string; method: string; yes: string; no: string; materials: readonly string[] }
}): ReactNode => (
  <>
    {line.content}
    {line.method !== '' && <small>{`${t('item.line.method')}：${line.method}`}</small>}
    {line.yes !== '' && <small>{`${t('item.line.yes')}：${line.yes}`}</small>}
    {line.no !== '' && <small>{`${t('item.line.no')}：${line.no}`}</small>}
    {line.materials.length > 0 && <small>{`${t('item.line.materials')}：${line.materials.join('、')}`}</small>}
  </>
)

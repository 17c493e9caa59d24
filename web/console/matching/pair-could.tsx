/** Who could have been drawn: a bar each, as long as the probability, and the sum that closes. */
import '#web/ui/table.css'
import type { ReactNode } from 'react'
import { whole } from '#core/matching/graph.ts'
import { t } from '#web/i18n/t.ts'
import { Icon } from '#web/ui/icon.tsx'
import type { Explained, ExplainedPerson } from './pair-page.tsx'
import { formatProbability, roleWords } from './words.ts'

export function Could({ one, groups }: { readonly one: Explained; readonly groups: boolean }): ReactNode {
  const people = inOrder(one.officers.filter(({ broken }) => broken.length === 0))
  const shares = people.map(({ share }) => share ?? 0)
  const sum = shares.reduce((before, share) => before + share, 0)
  // The longest bar fills the width, so that small differences can be seen; the percentages say how much it is.
  const longest = Math.max(1, one.cap < whole ? one.cap : 0, ...shares)
  const wanted = groups ? 1 : one.need
  const closes = sum === wanted * whole
  return (
    <>
      <table className="mj-table mj-table-dense mat-could">
        <caption className="hidden-text">{t('matching.why.could')}</caption>
        <tbody>
          {people.map((person) => (
            <tr key={person.id} className={person.role === null ? '' : 'mat-drawn'}>
              <th scope="row">
                {person.name}
                {person.role !== null && <span className="mat-role">{roleWords(person.role)}</span>}
              </th>
              <td className="mat-org quiet">{person.orgName}</td>
              <td className="mat-bar" aria-hidden="true">
                <span>
                  <i style={{ width: `${(100 * (person.share ?? 0)) / longest}%` }} />
                  {one.cap < whole && <u style={{ left: `${(100 * one.cap) / longest}%` }} />}
                </span>
              </td>
              <td className="num">{formatProbability(person.share)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="mat-sum">
        {t(groups ? 'matching.why.sumGroup' : one.population === 'experts' ? 'matching.why.sumExpert' : 'matching.why.sum', {
          sum: `${Number(((100 * sum) / whole).toFixed(4))}%`,
          need: one.need,
        })}
        {closes && (
          <span className="green" title={t('kit.sumCloses')}>
            {' '}
            <Icon name="check" size={14} />
            <span className="hidden-text">{t('kit.sumCloses')}</span>
          </span>
        )}
        {one.cap < whole && <span className="quiet">　{t('matching.why.cap', { cap: formatProbability(one.cap) })}</span>}
      </p>
    </>
  )
}

/** The drawn first, in the order of their roles, then by name. */
const inOrder = (people: readonly ExplainedPerson[]): ExplainedPerson[] =>
  people.toSorted((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name, 'zh-Hans-CN') || (a.id < b.id ? -1 : 1))

const rank = ({ role }: ExplainedPerson): number => (role === 'lead' ? 0 : role === null ? 2 : 1)

/** Everybody against everybody: times together, and as many as chance would send; marked by sign and by ground where they are far apart. */
import type { ReactNode } from 'react'
import { t } from '#web/i18n/t.ts'
import { Table } from '#web/ui/table.tsx'
import { pairIndex, type Standing, standingOf, type Together } from './pairing.ts'
import type { Person } from './year-loads.tsx'

/** More names than this cannot be read along both sides. */
const most = 40
/** The server cuts there. */
const cut = 2000

export type PairingMatrixProps = { readonly people: readonly Person[]; readonly pairs: readonly Together[] }

export function PairingMatrix({ people, pairs }: PairingMatrixProps): ReactNode {
  const ids = new Set(people.map(({ id }) => id))
  const inside = pairs.filter(({ a, b }) => ids.has(a) && ids.has(b))
  if (inside.length === 0) return <p className="quiet">{t('load.pairsNone')}</p>
  return (
    <>
      <p className="mat-legend small">
        <span>{t('load.pairsHigh')}</span>
        <span>{t('load.pairsLow')}</span>
        <span>{t('load.pairsNever')}</span>
        {pairs.length >= cut && <span className="amber">{t('load.pairsCut', { n: cut })}</span>}
      </p>
      {people.length > most ? (
        <p className="mj-note">{t('load.pairsChoose', { n: people.length })}</p>
      ) : (
        <Matrix people={people} pairs={inside} />
      )}
      <FarFromChance people={people} pairs={inside} />
    </>
  )
}

const marks: Readonly<Record<Standing, string>> = { high: '▲', low: '▽', usual: '' }

const Matrix = ({ people, pairs }: PairingMatrixProps): ReactNode => {
  const find = pairIndex(pairs)
  const met = people.filter(({ id }) => pairs.some(({ a, b }) => a === id || b === id))
  return (
    // A wide table is moved with the arrow keys, so the box around it takes the focus.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region has to be reachable by keyboard
    <section className="mj-table-scroll mat-matrix" aria-label={t('load.pairs')} tabIndex={0}>
      <table>
        <caption className="hidden-text">{t('load.pairs')}</caption>
        <thead>
          <tr>
            <td />
            {met.map(({ id, name }) => (
              <th key={id} scope="col">
                <span>{name}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {met.map((row) => (
            <tr key={row.id}>
              <th scope="row">{row.name}</th>
              {met.map((column) => {
                const pair = row.id === column.id ? null : find(row.id, column.id)
                return row.id === column.id ? (
                  <td key={column.id} className="mat-self" />
                ) : (
                  <td
                    key={column.id}
                    className={pair === null ? '' : `mat-${standingOf(pair)}`}
                    title={pair === null ? '' : said(row, column, pair)}
                  >
                    {pair !== null && (
                      <>
                        <b>
                          {pair.together}
                          {marks[standingOf(pair)]}
                        </b>
                        <small>{pair.expected.toFixed(1)}</small>
                      </>
                    )}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

const said = (a: Person, b: Person, { together, expected }: Together): string =>
  t('load.pairCell', { a: a.name, b: b.name, n: together, expected: expected.toFixed(1) })

/** The same without a matrix: only what may deserve a question. */
function FarFromChance({ people, pairs }: PairingMatrixProps): ReactNode {
  const nameOf = new Map(people.map(({ id, name }) => [id, name]))
  const far = pairs.filter((pair) => standingOf(pair) !== 'usual')
  return (
    <div className="mat-far">
      <h3>{t('load.pairAsTable')}</h3>
      {far.length === 0 ? (
        <p className="quiet small">{t('load.pairAsTableNone')}</p>
      ) : (
        <Table
          dense
          rows={far.slice(0, 100)}
          rowKey={({ a, b }) => `${a} ${b}`}
          caption={t('load.pairAsTable')}
          columns={[
            { key: 'pair', title: t('load.pair'), cell: ({ a, b }) => `${nameOf.get(a) ?? a}、${nameOf.get(b) ?? b}` },
            {
              key: 'together',
              align: 'right',
              width: 96,
              title: t('load.together'),
              cell: (pair) => `${pair.together}${marks[standingOf(pair)]}`,
            },
            { key: 'expected', align: 'right', width: 96, title: t('load.expected'), cell: ({ expected }) => expected.toFixed(1) },
          ]}
        />
      )}
    </div>
  )
}

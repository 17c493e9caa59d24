/** The checklist line by line, and the guide, the materials and the follow-ups of a version. */
import type { ReactNode } from 'react'
import type { Item } from '#contract/catalogue.ts'
import { itemFields } from '#core/catalogue/item.ts'
import { outcomes } from '#core/inspections/outcomes.ts'
import { language, t } from '#web/i18n/t.ts'
import { type Column, Table } from '#web/ui/table.tsx'

type Line = Item['checklist'][number] & { readonly seq: number }

export function ItemChecklist({ item }: { readonly item: Item }): ReactNode {
  return (
    <>
      {item.checklist.length === 0 ? (
        <p className="quiet small">{t('item.check.none')}</p>
      ) : (
        <Table
          columns={columns()}
          rows={item.checklist.map((line, index) => ({ ...line, seq: index + 1 }))}
          rowKey={({ seq }) => String(seq)}
          caption={itemFields.checklist[language()]}
        />
      )}
      <Part title={itemFields.requirements[language()]} text={item.requirements} />
      <Part title={itemFields.guide[language()]} text={item.guide} />
      {item.materials.length > 0 && (
        <div className="cat-part">
          <h3>{itemFields.materials[language()]}</h3>
          <ul className="cat-list">
            {item.materials.map(({ name, note }) => (
              <li key={name}>
                {name} {note !== '' && <span className="quiet">{note}</span>}
              </li>
            ))}
          </ul>
        </div>
      )}
      {item.followUps.length > 0 && (
        <div className="cat-part">
          <h3>{itemFields.followUps[language()]}</h3>
          <ul className="cat-list">
            {item.followUps.map(({ result, text, followUp }) => (
              <li key={`${result} ${text}`}>
                <b>{resultText(result)}</b> {text} {followUp !== '' && <span className="quiet">→ {followUp}</span>}
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  )
}

/** A result is a code of the nine, or words of the list's own. */
export const resultText = (result: string): string => Object.entries(outcomes).find(([code]) => code === result)?.[1][language()] ?? result

const Part = ({ title, text }: { readonly title: string; readonly text: string }): ReactNode =>
  text === '' ? null : (
    <div className="cat-part">
      <h3>{title}</h3>
      <p className="cat-text small">{text}</p>
    </div>
  )

const columns = (): readonly Column<Line>[] => [
  { key: 'seq', title: '#', width: 40, cell: ({ seq }) => seq },
  { key: 'content', title: t('item.line.content'), wide: true, cell: ({ content }) => <b>{content}</b> },
  { key: 'method', title: t('item.line.method'), wide: true, cell: ({ method }) => method || '—' },
  {
    key: 'record',
    title: `${t('item.line.yes')} / ${t('item.line.no')}`,
    wide: true,
    cell: ({ yes, no }) =>
      yes === '' && no === '' ? (
        '—'
      ) : (
        <>
          <div>{yes}</div>
          <div className="quiet">{no}</div>
        </>
      ),
  },
  { key: 'materials', title: t('item.line.materials'), cell: ({ materials }) => (materials.length === 0 ? '—' : materials.join('、')) },
]

/** Which columns a list shows: chosen by the user, kept in this browser. */
import { Button, Popover } from 'antd'
import { type ReactNode, useState } from 'react'
import { t } from '../i18n/t.ts'
import { Icon } from './icon.tsx'
import type { Column } from './table.tsx'

export type Columns<Row> = {
  readonly shown: readonly Column<Row>[]
  readonly settings: ReactNode
  /** Shows these columns and no others, as a saved view has them. */
  readonly show: (keys: readonly string[]) => void
}

export function useColumns<Row>(id: string, columns: readonly Column<Row>[]): Columns<Row> {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(() => stored(id) ?? startingHidden(columns))
  const choose = (next: ReadonlySet<string> | null): void => {
    store(id, next)
    setHidden(next ?? startingHidden(columns))
  }
  const toggle = (key: string): void => {
    const next = new Set(hidden)
    if (!next.delete(key)) next.add(key)
    choose(next)
  }
  const settings = (
    <Popover
      trigger="click"
      placement="topRight"
      content={
        <div className="mj-column-list">
          <p className="mj-column-title">
            {t('kit.columns')}
            <Button type="link" size="small" onClick={() => choose(null)}>
              {t('kit.columnsReset')}
            </Button>
          </p>
          <ul>
            {columns.map((column) => (
              <li key={column.key}>
                <label>
                  {column.title}
                  <input
                    type="checkbox"
                    checked={column.fixed === true || !hidden.has(column.key)}
                    disabled={column.fixed === true}
                    onChange={() => toggle(column.key)}
                  />
                </label>
              </li>
            ))}
          </ul>
          <p className="quiet tiny">{t('kit.columnsNote')}</p>
        </div>
      }
    >
      <Button>
        <Icon name="columns" />
        {t('kit.columns')}
      </Button>
    </Popover>
  )
  return {
    shown: columns.filter((column) => column.fixed === true || !hidden.has(column.key)),
    settings,
    show: (keys) => choose(new Set(columns.map(({ key }) => key).filter((key) => !keys.includes(key)))),
  }
}

const startingHidden = <Row,>(columns: readonly Column<Row>[]): ReadonlySet<string> =>
  new Set(columns.filter((column) => column.startsHidden === true).map(({ key }) => key))

const storageKey = (id: string): string => `mingjian.columns.${id}`

// Storage may be forbidden by policy: the choice then lasts as long as the page.
function stored(id: string): ReadonlySet<string> | null {
  try {
    const text = localStorage.getItem(storageKey(id))
    return text === null ? null : new Set(text.split(',').filter((key) => key !== ''))
  } catch {
    return null
  }
}

function store(id: string, hidden: ReadonlySet<string> | null): void {
  try {
    if (hidden === null) localStorage.removeItem(storageKey(id))
    else localStorage.setItem(storageKey(id), [...hidden].join(','))
  } catch {
    return
  }
}

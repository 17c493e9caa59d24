/** Some hundred people in their own order, found by name or unit, so many at a time that a chart of them can be read. */
import { Button, Input } from 'antd'
import { type ReactNode, useMemo, useState } from 'react'
import { t } from '#web/i18n/t.ts'
import { formatNumber } from '#web/ui/format.ts'
import { Icon } from '#web/ui/icon.tsx'

/** Names stand side by side: as many as the screen has room for. */
const sizeHere = (): number => (matchMedia('(max-width: 719px)').matches ? 12 : 30)

export type Pages<Person> = {
  readonly shown: readonly Person[]
  readonly found: number
  readonly from: number
  readonly q: string
  readonly find: (q: string) => void
  readonly turn: (by: number) => void
  /** Whether there is more than one page at all. */
  readonly many: boolean
}

export function usePeoplePages<Person extends { readonly name: string; readonly orgName: string }>(
  people: readonly Person[],
): Pages<Person> {
  const [q, setQ] = useState('')
  const [page, setPage] = useState(0)
  const [size] = useState(sizeHere)
  const found = useMemo(
    () => (q.trim() === '' ? people : people.filter(({ name, orgName }) => name.includes(q.trim()) || orgName.includes(q.trim()))),
    [people, q],
  )
  const from = Math.min(page, Math.max(0, Math.ceil(found.length / size) - 1)) * size
  const shown = useMemo(() => found.slice(from, from + size), [found, from, size])
  return {
    shown,
    found: found.length,
    from,
    q,
    find: (next) => {
      setQ(next)
      setPage(0)
    },
    turn: (by) => setPage(from / size + by),
    many: people.length > size,
  }
}

export function PeoplePages<Person>({ pages }: { readonly pages: Pages<Person> }): ReactNode {
  const { found, from, shown, q, find, turn, many } = pages
  if (!many) return null
  return (
    <div className="mat-people-pages">
      <Input
        allowClear
        aria-label={t('matching.loads.find')}
        placeholder={t('matching.loads.find')}
        value={q}
        onChange={(event) => find(event.target.value)}
      />
      <span className="small" role="status">
        {t('matching.loads.page', { from: formatNumber(found === 0 ? 0 : from + 1), to: formatNumber(from + shown.length), n: found })}
      </span>
      <Button disabled={from === 0} onClick={() => turn(-1)}>
        <Icon name="left" size={12} />
        {t('kit.previous')}
      </Button>
      <Button disabled={from + shown.length >= found} onClick={() => turn(1)}>
        {t('kit.next')}
        <Icon name="right" size={12} />
      </Button>
    </div>
  )
}

/** What hangs on an object as numbers and names: inspections this year against the cap, and whose it is. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Answers } from '#web/api/client.ts'
import { may, meQuery } from '#web/api/session.ts'
import { t } from '#web/i18n/t.ts'
import { formatCount, formatDate } from '#web/ui/format.ts'
import { Facts, Section, Tag } from '#web/ui/page.tsx'
import { Table } from '#web/ui/table.tsx'
import { entityStateText, kindText } from './entity-words.ts'

type Entity = Answers['registers']['getEntity']

export function EntityYearly({ entity }: { readonly entity: Entity }): ReactNode {
  const { done, inHand, cap, lastOn } = entity.yearly
  return (
    <Section title={t('register.yearly')} note={t('register.yearlyNote')} extra={<LedgerLink subject={entity.subject} />}>
      <Facts
        facts={[
          {
            label: t('register.yearlyDone'),
            value: (
              <>
                <b>
                  {done} / {cap}
                </b>{' '}
                {done >= cap && <Tag tone="amber">{t('register.yearlyFull')}</Tag>}
              </>
            ),
          },
          { label: t('register.yearlyInHand'), value: inHand },
          { label: t('register.lastInspected'), value: formatDate(lastOn) },
        ]}
      />
    </Section>
  )
}

/** To every visit within sight, and the exceptions stated. */
function LedgerLink({ subject }: { readonly subject: string }): ReactNode {
  const me = useQuery(meQuery).data
  if (me === undefined || me === null || !may(me, 'ledger.read')) return null
  return (
    <Link to="/ledger/$subject" params={{ subject }}>
      {t('ledger.one')}
    </Link>
  )
}

export function EntityFamily({ entity }: { readonly entity: Entity }): ReactNode {
  const { owner, owned } = entity
  if (owner === null && owned.rows.length === 0) return null
  return (
    <Section
      title={owner === null ? t('register.owned') : t('register.owner')}
      note={owned.rows.length === 0 ? '' : formatCount(owned.count)}
    >
      {owner !== null && <ObjectLink subject={owner.subject} name={owner.name ?? owner.subject} />}
      {owned.rows.length > 0 && (
        <Table
          dense
          rows={owned.rows}
          rowKey={(row) => row.subject}
          columns={[
            { key: 'name', title: t('register.name'), cell: (row) => <ObjectLink subject={row.subject} name={row.name} /> },
            { key: 'kind', title: t('register.kind'), cell: (row) => kindText(row.kind), width: 96 },
            { key: 'state', title: t('register.state'), cell: (row) => entityStateText(row.state), width: 72 },
          ]}
        />
      )}
    </Section>
  )
}

const ObjectLink = ({ subject, name }: { readonly subject: string; readonly name: string }): ReactNode => (
  <Link to="/register/$subject" params={{ subject }}>
    {name}
  </Link>
)

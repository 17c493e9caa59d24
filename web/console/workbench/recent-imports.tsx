/** The last imports, for whoever keeps the registers: what came in and what still has to be mended. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { api } from '#web/api/client.ts'
import { may, meQuery } from '#web/api/session.ts'
import { t } from '#web/i18n/t.ts'
import { formatTime } from '#web/ui/format.ts'
import { Section } from '#web/ui/page.tsx'
import { importState, kindText, rejectedSum } from '../registers/import-words.ts'

export function RecentImports(): ReactNode {
  const me = useQuery(meQuery).data
  const keeper = me !== undefined && me !== null && may(me, 'register.import')
  const rows = useQuery(api.imports.list.queryOptions({ input: { limit: 3 }, enabled: keeper })).data?.rows ?? []
  if (!keeper || rows.length === 0) return null
  return (
    <Section title={t('workbench.imports')} extra={<Link to="/imports">{t('kit.all')}</Link>}>
      <ul className="bench-wait">
        {rows.map((row) => {
          const rejected = rejectedSum(row.rows.rejected)
          return (
            <li key={row.id}>
              <div>
                <Link to="/imports/$importId" params={{ importId: row.id }}>
                  {row.fileName}
                </Link>
                <div className="quiet tiny">
                  {kindText(row.kind)} · {formatTime(row.startedAt)}
                </div>
              </div>
              {row.state === 'done' ? (
                <span className={rejected > 0 ? 'amber' : 'quiet'}>
                  {rejected > 0 ? t('workbench.importRejected', { n: rejected }) : t('workbench.importClean', { n: row.rows.read })}
                </span>
              ) : (
                <span className={row.state === 'failed' ? 'red' : 'accent'}>{importState(row.state).text}</span>
              )}
            </li>
          )
        })}
      </ul>
    </Section>
  )
}

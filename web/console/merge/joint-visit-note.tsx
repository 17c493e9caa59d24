/** On the page of a visit: it is one with those of other tasks. */
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { api } from '#web/api/client.ts'
import { t } from '#web/i18n/t.ts'

export function JointVisitNote({ visitId }: { readonly visitId: string }): ReactNode {
  const { data } = useQuery(api.merge.ofVisit.queryOptions({ input: { visitId } }))
  if (data === undefined || data === null) return null
  const names = data.with.map((one) => `${one.orgName} ${one.name}${one.leads ? `（${t('merge.leads')}）` : ''}`)
  return <p className="mj-note">{t(data.leads ? 'merge.visit.leads' : 'merge.visit.joins', { others: names.join('、') })}</p>
}

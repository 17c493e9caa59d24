/** The states around content: loading, refused, broken, empty. */
import './page.css'
import { Button, Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { problemOf, type ShownProblem } from '../api/problem.ts'
import { t } from '../i18n/t.ts'
import { Icon } from './icon.tsx'

/** A refusal or a fault, in place: what happened and what to do. Takes whatever was thrown, or a command's `problem`; null shows nothing. */
export function ProblemAlert({
  error,
  problem,
  onLead,
  onRetry,
}: {
  readonly error?: unknown
  readonly problem?: ShownProblem | null
  /** Goes to the field that the refusal is about. */
  readonly onLead?: (() => void) | undefined
  readonly onRetry?: (() => void) | undefined
}): ReactNode {
  const shown = problem ?? (error === undefined || error === null ? null : problemOf(error))
  if (shown === null) return null
  return (
    <div className="mj-problem" role="alert">
      <Icon name="warning" />
      <div>
        <b>{t('problem.title')}</b>
        {shown.text}
      </div>
      {onLead !== undefined && (
        <Button size="small" onClick={onLead}>
          {t('problem.lead')}
        </Button>
      )}
      {onRetry !== undefined && shown.uncertain && (
        <Button size="small" onClick={onRetry}>
          {t('kit.retry')}
        </Button>
      )}
    </div>
  )
}

export const Empty = ({
  title,
  children,
  action,
}: {
  readonly title: string
  readonly children?: ReactNode
  readonly action?: ReactNode
}): ReactNode => (
  <div className="mj-state">
    <h2>{title}</h2>
    {children !== undefined && <p>{children}</p>}
    {action}
  </div>
)

export const Loading = (): ReactNode => (
  <div style={{ padding: '16px 0' }} role="status" aria-live="polite">
    <span className="hidden-text">{t('kit.loading')}</span>
    <Skeleton active={false} title={false} paragraph={{ rows: 6 }} />
  </div>
)

type Query<Data> = {
  readonly data: Data | undefined
  readonly error: unknown
  readonly isPending: boolean
  readonly refetch: () => unknown
}

/** Shows a query: loading, then its problem or its data. `<Loaded query={useQuery(…)}>{(plan) => …}</Loaded>` */
export function Loaded<Data>({
  query,
  children,
}: {
  readonly query: Query<Data>
  readonly children: (data: Data) => ReactNode
}): ReactNode {
  if (query.data !== undefined) return children(query.data)
  if (query.error !== null) {
    return (
      <div className="mj-page">
        <h1 className="mj-broken-title">{problemOf(query.error).status === 404 ? t('missing.title') : t('problem.load')}</h1>
        <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />
      </div>
    )
  }
  return (
    <div className="mj-page">
      <Loading />
    </div>
  )
}

/** The frame of a page: title with its state, one primary action, the other actions beside it; sections under hairlines. */
import './page.css'
import { Button, Tooltip } from 'antd'
import { type ReactNode, useEffect } from 'react'
import type { Ability } from '#core/access/can.ts'
import { reasonText } from '../api/problem.ts'
import { t } from '../i18n/t.ts'

export type Tone = 'plain' | 'accent' | 'red' | 'amber' | 'green' | 'strong'

/** A state in a word. Red only for overdue or wrong, amber for due soon, green for done. */
export const Tag = ({ tone = 'plain', children }: { readonly tone?: Tone; readonly children: ReactNode }): ReactNode => (
  <span className={tone === 'plain' ? 'mj-tag' : `mj-tag mj-tag-${tone}`}>{children}</span>
)

export type PageProps = {
  readonly title: string
  /** Tags of the state, beside the title. */
  readonly state?: ReactNode
  /** One quiet line under the title: number, organisation, what is special. */
  readonly lead?: ReactNode
  /** Buttons: the others first, the primary one last. */
  readonly actions?: ReactNode
  readonly children: ReactNode
}

export function Page({ title, state, lead, actions, children }: PageProps): ReactNode {
  // The title of the document is outside React's tree.
  useEffect(() => {
    document.title = `${title} · ${t('app.name')}`
  }, [title])
  return (
    <div className="mj-page">
      <div className="mj-page-head">
        <div className="mj-page-title">
          <div>
            <h1>{title}</h1>
            {state}
          </div>
          {lead !== undefined && <div className="mj-page-lead">{lead}</div>}
        </div>
        {actions !== undefined && <div className="mj-page-actions">{actions}</div>}
      </div>
      {children}
    </div>
  )
}

export type SectionProps = {
  readonly title: string
  /** Quiet words beside the heading: what the section says, how it is counted. */
  readonly note?: ReactNode
  /** On the right: a link or a small button. */
  readonly extra?: ReactNode
  readonly children: ReactNode
}

export const Section = ({ title, note, extra, children }: SectionProps): ReactNode => (
  <section className="mj-section">
    <div className="mj-section-head">
      <h2>{title}</h2>
      {note !== undefined && <span className="quiet small">{note}</span>}
      {extra !== undefined && <span className="mj-extra">{extra}</span>}
    </div>
    {children}
  </section>
)

/** Main column and side column; one column on narrow screens. `narrow` makes the side 264 instead of 368. */
export const Columns = ({
  main,
  side,
  narrow = false,
}: {
  readonly main: ReactNode
  readonly side: ReactNode
  readonly narrow?: boolean
}): ReactNode => (
  <div className={narrow ? 'mj-columns mj-columns-narrow' : 'mj-columns'}>
    <div>{main}</div>
    <aside>{side}</aside>
  </div>
)

export type ActionButtonProps = {
  /** From the thing's `abilities`; refused = shown, not pressable, its reason in words. Leave out for what is always allowed. */
  readonly ability?: Ability
  /** A reason of the page itself, in words, when the server has none: nothing is selected yet. */
  readonly disabledReason?: string | undefined
  readonly primary?: boolean
  readonly danger?: boolean
  readonly link?: boolean
  readonly size?: 'small' | 'middle'
  readonly icon?: ReactNode
  readonly loading?: boolean
  readonly onClick: () => void
  readonly children: ReactNode
}

/** A button that says why it cannot be pressed: it stays focusable, so that keyboard and screen reader reach the reason too. */
export function ActionButton({
  ability,
  disabledReason,
  primary,
  danger,
  link,
  size = 'middle',
  icon,
  loading,
  onClick,
  children,
}: ActionButtonProps): ReactNode {
  const reason = disabledReason ?? (ability !== undefined && !ability.allowed ? reasonText(ability.reason) : null)
  const type = link === true ? 'link' : primary === true ? 'primary' : 'default'
  const button = (
    <Button
      type={type}
      size={size}
      danger={danger === true && reason === null}
      icon={icon}
      loading={loading === true}
      aria-disabled={reason !== null}
      className={reason === null ? '' : 'mj-refused'}
      onClick={reason === null ? onClick : undefined}
    >
      {children}
      {reason !== null && <span className="hidden-text">({reason})</span>}
    </Button>
  )
  return reason === null ? (
    button
  ) : (
    <Tooltip title={reason} trigger={['hover', 'focus', 'click']}>
      {button}
    </Tooltip>
  )
}

export type Fact = { readonly label: string; readonly value: ReactNode; readonly wide?: boolean }

/** Label over value, as many columns as fit. */
export const Facts = ({ facts }: { readonly facts: readonly Fact[] }): ReactNode => (
  <dl className="mj-facts">
    {facts.map((fact) => (
      <div key={fact.label} className={fact.wide === true ? 'mj-wide' : ''}>
        <dt>{fact.label}</dt>
        <dd>{fact.value}</dd>
      </div>
    ))}
  </dl>
)

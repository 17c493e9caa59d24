/** Where this page stands in the menu. */
import { Link, useMatches } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { t } from '#web/i18n/t.ts'

export function Crumbs(): ReactNode {
  const matches = useMatches()
  const match = matches.at(-1)
  const trail = match?.staticData.crumbs ?? []
  return (
    <nav className="shell-crumbs" aria-label={t('shell.here')}>
      <ol>
        {trail.map((crumb, index) => (
          <li key={crumb.label}>
            {index === trail.length - 1 || crumb.to === undefined ? (
              <span aria-current={index === trail.length - 1 ? 'page' : undefined}>{t(crumb.label)}</span>
            ) : (
              <Link to={crumb.to} activeOptions={{ exact: true }}>
                {t(crumb.label)}
              </Link>
            )}
          </li>
        ))}
      </ol>
    </nav>
  )
}

/** A link to an address the server named, such as the `thing` of a to-do: `/visits?state=submitted`. */
import { Link, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { parseSearch } from '../search.ts'

export const PathLink = ({
  path,
  className,
  children,
}: {
  readonly path: string
  readonly className?: string
  readonly children: ReactNode
}): ReactNode => (
  <Link {...targetOf(path)} className={className ?? ''}>
    {children}
  </Link>
)

/** `const open = useOpenPath(); open('/draws/…')` */
export function useOpenPath(): (path: string) => void {
  const navigate = useNavigate()
  return (path) => void navigate(targetOf(path))
}

/** Only the path and search of the text are used: an address of another site leads nowhere else. */
function targetOf(path: string): { readonly to: string; readonly search: never } {
  const url = new URL(path, location.origin)
  // The address comes as text, so its search cannot be typed by the route it leads to.
  return { to: url.pathname.replace(/^\/console(?=\/|$)/, '') || '/', search: parseSearch(url.search) as never }
}

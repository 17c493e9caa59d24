/** The one button for the papers of a plan, a task or a visit: what can be issued, and what was. Nothing for whoever may not see papers. */
import './documents.css'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { type DocumentKind, kindsOf, type ThingKind } from '#core/documents/kinds.ts'
import { may, meQuery } from '#web/api/session.ts'
import { t } from '#web/i18n/t.ts'
import { DropMenu } from '#web/ui/drop-menu.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { BatchDialog } from './batch-dialog.tsx'
import { kindText } from './document-words.tsx'
import { IssueDialog } from './issue-dialog.tsx'

export function DocumentMenu({ kind: thing, id }: { readonly kind: ThingKind; readonly id: string }): ReactNode {
  const me = useQuery(meQuery).data
  const [open, setOpen] = useState<DocumentKind | 'all' | null>(null)
  if (me === undefined || me === null || !(['document.issue', 'plan.read', 'task.read'] as const).some((permission) => may(me, permission)))
    return null
  const items = [
    ...kindsOf(thing).map((kind) => ({ key: kind, label: kindText(kind), onClick: () => setOpen(kind) })),
    ...(thing === 'task' && may(me, 'document.issue')
      ? [{ key: 'all', label: t('document.issueAll'), onClick: () => setOpen('all') }]
      : []),
  ]
  return (
    <>
      <DropMenu menu={{ items }}>
        <Button>
          <Icon name="file" size={14} />
          {t('document.button')}
        </Button>
      </DropMenu>
      {open === 'all' && <BatchDialog taskId={id} onClose={() => setOpen(null)} />}
      {open !== null && open !== 'all' && <IssueDialog kind={open} thing={{ kind: thing, id }} onClose={() => setOpen(null)} />}
    </>
  )
}

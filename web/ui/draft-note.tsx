/** Above a form: what was typed before and not sent is back, and can be thrown away. */
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { t } from '#web/i18n/t.ts'
import { formatTime } from './format.ts'

/** `draft`: what the form began with, or null. `onDrop` forgets it and shows what is saved. */
export const DraftNote = ({
  draft,
  onDrop,
}: {
  readonly draft: { readonly savedAt: string } | null
  readonly onDrop: () => void
}): ReactNode =>
  draft !== null && (
    <p className="mj-note">
      {t('kit.draft.restored', { at: formatTime(draft.savedAt) })}{' '}
      <Button type="link" size="small" onClick={onDrop}>
        {t('kit.draft.drop')}
      </Button>
    </p>
  )

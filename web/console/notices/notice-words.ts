/** What a notice says, in words. */
import type { Notice } from '#contract/notices.ts'
import { t } from '#web/i18n/t.ts'
import { noticeFacts } from './notice-facts.ts'

export function noticeText({ kind, facts }: Notice): string {
  const { task, objects } = noticeFacts(facts)
  return t(`notice.${kind}`, { task, n: objects })
}

/** The window of the inspection, and the objects by name where they are given. */
export function noticeDetails({ facts }: Notice): readonly string[] {
  const { window, objects, names } = noticeFacts(facts)
  const list = names.join('、')
  return [
    ...(window === null ? [] : [t('notice.window', window)]),
    ...(names.length === 0 ? [] : [objects > names.length ? t('notice.andMore', { names: list, n: objects }) : list]),
  ]
}

/** What an item asks of those who inspect it: the matching reads these words exactly as they stand in the officer register. */
import { useQuery } from '@tanstack/react-query'
import { Form } from 'antd'
import type { ReactNode } from 'react'
import { api } from '#web/api/client.ts'
import { may, meQuery } from '#web/api/session.ts'
import { t } from '#web/i18n/t.ts'
import { WordsInput } from '#web/ui/words-input.tsx'
import type { Beside } from './beside.tsx'

const most = 20

export function ItemTeamFields({ beside }: { readonly beside: Beside }): ReactNode {
  const me = useQuery(meQuery).data
  const inUse = useQuery(
    api.officers.summary.queryOptions({
      input: { population: 'officers' },
      enabled: me !== undefined && me !== null && may(me, 'officer.read'),
    }),
  ).data?.qualifications
  return (
    <div className="cat-grid">
      <Form.Item
        className="cat-4"
        name="qualifications"
        label={optional(t('item.qualifications'))}
        {...beside('qualifications', t('item.qualificationsNote'))}
      >
        <WordsInput most={most} placeholder={t('officer.wordsHint')} known={(inUse ?? []).map((word) => ({ value: word, label: word }))} />
      </Form.Item>
      <Form.Item className="cat-4" name="expertise" label={optional(t('item.expertise'))} {...beside('expertise', t('item.expertiseNote'))}>
        <WordsInput most={most} placeholder={t('officer.wordsHint')} />
      </Form.Item>
      <Form.Item
        className="cat-4"
        name="expertKinds"
        label={optional(t('item.expertKinds'))}
        {...beside('expertKinds', t('item.expertKindsNote'))}
      >
        <WordsInput most={most} placeholder={t('officer.wordsHint')} />
      </Form.Item>
    </div>
  )
}

const optional = (label: string): string => `${label} (${t('kit.optional')})`

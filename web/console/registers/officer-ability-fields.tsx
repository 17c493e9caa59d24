/** What a person is qualified for: qualifications, expertise, and the items they may enforce. */
import { useQuery } from '@tanstack/react-query'
import { Form } from 'antd'
import type { ReactNode } from 'react'
import type { OfficerRow } from '#contract/officers.ts'
import { api } from '#web/api/client.ts'
import { t } from '#web/i18n/t.ts'
import { WordsInput } from '#web/ui/words-input.tsx'
import type { ErrorAt } from './officer-form.ts'

export function AbilityFields({
  population,
  errorAt,
}: {
  readonly population: OfficerRow['population']
  readonly errorAt: ErrorAt
}): ReactNode {
  const inUse = useQuery(api.officers.summary.queryOptions({ input: { population } })).data?.qualifications ?? []
  const items = useItemCodes(population === 'officers')
  return (
    <>
      <h3>{t('officer.ability')}</h3>
      {population === 'officers' && (
        <Form.Item
          name="qualifications"
          label={t('officer.qualifications')}
          extra={t('officer.qualificationsNote')}
          {...errorAt('qualifications')}
        >
          <WordsInput placeholder={t('officer.wordsHint')} known={inUse.map((word) => ({ value: word, label: word }))} />
        </Form.Item>
      )}
      <Form.Item
        name="expertise"
        label={t(population === 'officers' ? 'officer.expertise' : 'officer.expertKinds')}
        rules={population === 'experts' ? [{ required: true, type: 'array', min: 1, message: t('kit.required') }] : []}
        {...errorAt('expertise')}
      >
        <WordsInput placeholder={t('officer.wordsHint')} />
      </Form.Item>
      {population === 'officers' && (
        <Form.Item name="itemScope" label={t('officer.scope')} extra={t('officer.scopeHint')} {...errorAt('itemScope')}>
          <WordsInput known={items} most={500} longest={30} placeholder={t('officer.scopeAll')} />
        </Form.Item>
      )}
    </>
  )
}

function useItemCodes(wanted: boolean): readonly { readonly value: string; readonly label: string }[] {
  const rows = useQuery(
    api.catalogue.listItems.queryOptions({ input: { state: 'published', limit: 200 }, enabled: wanted, staleTime: 600_000 }),
  ).data?.rows
  return (rows ?? []).map(({ code, name }) => ({ value: code, label: `${code} ${name}` }))
}

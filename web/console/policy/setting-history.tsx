/** Every value that one setting has had at a place and above it, with its days and its source. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Modal } from 'antd'
import type { ReactNode } from 'react'
import type { PolicySetting } from '#contract/policy.ts'
import { api } from '#web/api/client.ts'
import { t } from '#web/i18n/t.ts'
import { Loaded } from '#web/ui/states.tsx'
import { Table } from '#web/ui/table.tsx'
import { forceText, nameText, SourceText, ValueText } from './policy-words.tsx'

export function SettingHistory({
  setting,
  place,
  onClose,
}: {
  readonly setting: PolicySetting
  readonly place: string
  readonly onClose: () => void
}): ReactNode {
  const query = useQuery(api.policy.history.queryOptions({ input: { key: setting.key, place } }))
  return (
    <Modal open width={760} footer={null} onCancel={onClose} title={t('policy.historyOf', { name: nameText(setting) })}>
      <Loaded query={query}>
        {({ rows }) => (
          <Table
            dense
            rows={rows}
            rowKey={({ packId }) => packId ?? 'national'}
            columns={[
              {
                key: 'origin',
                title: t('policy.origin'),
                width: 168,
                cell: ({ packId, placeName, version }) =>
                  packId === null ? (
                    t('policy.national')
                  ) : (
                    <Link to="/policy/packs/$packId" params={{ packId }}>
                      {t('policy.packVersion', { place: placeName, n: version })}
                    </Link>
                  ),
              },
              { key: 'value', title: t('policy.value'), wide: true, cell: ({ value }) => <ValueText of={setting} value={value} /> },
              { key: 'force', title: t('policy.force'), width: 184, cell: forceText },
              {
                key: 'source',
                title: t('policy.source'),
                wide: true,
                cell: ({ source, packId }) => <SourceText source={source} ofPlace={packId !== null} />,
              },
            ]}
          />
        )}
      </Loaded>
    </Modal>
  )
}

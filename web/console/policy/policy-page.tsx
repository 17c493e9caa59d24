/** 政策参数: what holds at a place on a day, each value with its source and where it comes from. */
import './policy.css'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Select } from 'antd'
import { type ReactNode, useState } from 'react'
import type { PolicySetting } from '#contract/policy.ts'
import { api } from '#web/api/client.ts'
import { t, tMaybe } from '#web/i18n/t.ts'
import { today } from '#web/ui/format.ts'
import { ActionButton, Page, Section, Tag } from '#web/ui/page.tsx'
import { PlainDateInput } from '#web/ui/plain-date-input.tsx'
import { Loaded } from '#web/ui/states.tsx'
import { type Column, Table } from '#web/ui/table.tsx'
import { PolicyTabs } from './policy-tabs.tsx'
import { nameText, SourceText, ValueText, valueText } from './policy-words.tsx'
import { SettingHistory } from './setting-history.tsx'

export function PolicyPage(): ReactNode {
  const navigate = useNavigate()
  const { place, day } = useSearch({ from: '/signed-in/shell/policy' })
  const query = useQuery(api.policy.current.queryOptions({ input: { place, day } }))
  const go = (next: { place?: string; day?: string }): void => void navigate({ to: '/policy', search: next })
  const [asked, setAsked] = useState<PolicySetting | null>(null)
  return (
    <Page
      title={t('policy.title')}
      lead={t('policy.lead')}
      actions={
        query.data !== undefined && (
          <ActionButton primary ability={query.data.abilities.create} onClick={() => void navigate({ to: '/policy/packs/new' })}>
            {t('policy.new')}
          </ActionButton>
        )
      }
    >
      <PolicyTabs at="current" />
      <Loaded query={query}>
        {(current) => (
          <>
            <div className="pol-bar">
              <label htmlFor="policy-place">{t('policy.place')}</label>
              <Select
                id="policy-place"
                className="pol-place"
                value={current.place}
                showSearch={{ optionFilterProp: 'label' }}
                options={current.places.map(({ path, name }) => ({ value: path, label: name }))}
                onChange={(next: string) => go({ place: next, ...(day === undefined ? {} : { day }) })}
              />
              <label htmlFor="policy-day">{t('policy.day')}</label>
              <PlainDateInput
                id="policy-day"
                value={day ?? today()}
                onChange={(next) => go({ ...(place === undefined ? {} : { place }), ...(next === null ? {} : { day: next }) })}
              />
            </div>
            <p className="quiet small pol-as-of">{t('policy.asOf', { place: current.placeName, day: current.day })}</p>
            {grouped(current.settings).map(([group, settings]) => (
              <Section key={group} title={tMaybe(`policy.group.${group}`, group)}>
                <Table columns={columns(setAsked)} rows={settings} rowKey={({ key }) => key} />
              </Section>
            ))}
            {asked !== null && <SettingHistory setting={asked} place={current.place} onClose={() => setAsked(null)} />}
          </>
        )}
      </Loaded>
    </Page>
  )
}

/** The year of a bureau first, then its draws; the settings of the installation, which nobody here changes, come last. */
function grouped(settings: readonly PolicySetting[]): readonly (readonly [string, readonly PolicySetting[]])[] {
  const groups = new Map<string, PolicySetting[]>(first.map((group) => [group, []]))
  for (const setting of [...settings].sort((a, b) => Number(b.ofPlaces) - Number(a.ofPlaces))) {
    const group = setting.key.slice(0, setting.key.indexOf('.'))
    groups.set(group, [...(groups.get(group) ?? []), setting])
  }
  return [...groups].filter(([, some]) => some.length > 0)
}

const first = ['plan', 'ledger', 'merge', 'tasks', 'deadlines', 'changes', 'reuse', 'documents', 'catalogue']

const columns = (ask: (setting: PolicySetting) => void): readonly Column<PolicySetting>[] => [
  { key: 'name', title: t('policy.setting'), width: 224, cell: (setting) => nameText(setting) },
  { key: 'value', title: t('policy.value'), width: 260, wide: true, cell: (setting) => <Value setting={setting} /> },
  {
    key: 'source',
    title: t('policy.source'),
    wide: true,
    cell: ({ source, origin }) => <SourceText source={source} ofPlace={origin !== null} />,
  },
  { key: 'origin', title: t('policy.origin'), width: 144, cell: (setting) => <Origin setting={setting} /> },
  {
    key: 'history',
    title: '',
    width: 88,
    cell: (setting) =>
      setting.ofPlaces && (
        <ActionButton link size="small" onClick={() => ask(setting)}>
          {t('policy.history')}
        </ActionButton>
      ),
  },
]

/** The value that holds, and under it what a lower place says in vain. */
function Value({ setting }: { readonly setting: PolicySetting }): ReactNode {
  return (
    <>
      <ValueText of={setting} value={setting.value} />
      {setting.overruled.map(({ packId, placeName, version, value }) => (
        <div key={packId} className="amber tiny">
          <Link to="/policy/packs/$packId" params={{ packId }}>
            {t('policy.overruled', { place: placeName, n: version, value: valueText(setting, value) })}
          </Link>
        </div>
      ))}
    </>
  )
}

function Origin({ setting }: { readonly setting: PolicySetting }): ReactNode {
  const { origin, nationalValue, ofPlaces } = setting
  if (!ofPlaces) return <span className="quiet">{t('policy.wholeHouse')}</span>
  if (origin === null) return <span className="quiet">{t('policy.national')}</span>
  return (
    <div>
      <Tag tone="accent">
        <Link to="/policy/packs/$packId" params={{ packId: origin.packId }}>
          {t('policy.packVersion', { place: origin.placeName, n: origin.version })}
        </Link>
      </Tag>
      <div className="quiet tiny">{t('policy.insteadOf', { value: valueText(setting, nationalValue) })}</div>
    </div>
  )
}

/** 监管标签: the dictionary as a tree of three tiers, each label with who keeps it, whose objects may carry it and how many do. */
import './labels.css'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Alert, Button, Checkbox, Input } from 'antd'
import { type ReactNode, useState } from 'react'
import type { Label } from '#contract/labels.ts'
import { type Answers, api } from '#web/api/client.ts'
import { t } from '#web/i18n/t.ts'
import { formatDate, formatNumber } from '#web/ui/format.ts'
import { Icon } from '#web/ui/icon.tsx'
import { ActionButton, Page, Tag } from '#web/ui/page.tsx'
import { Empty, Loaded } from '#web/ui/states.tsx'
import { type Column, Table } from '#web/ui/table.tsx'
import { LabelDialog } from './label-dialog.tsx'
import { RetireDialog } from './label-retire.tsx'
import { type LabelNode, labelTree } from './label-tree.ts'

type Dictionary = Answers['labels']['list']

export function LabelPage(): ReactNode {
  const query = useQuery(api.labels.list.queryOptions({ input: {} }))
  return <Loaded query={query}>{(dictionary) => <LabelView dictionary={dictionary} />}</Loaded>
}

type Open = { readonly kind: 'edit'; readonly label: Label | null } | { readonly kind: 'retire'; readonly label: Label }

function LabelView({ dictionary }: { readonly dictionary: Dictionary }): ReactNode {
  const navigate = useNavigate()
  const { q = '', state } = useSearch({ from: '/signed-in/shell/labels' })
  const [open, setOpen] = useState<Open | null>(null)
  const nodes = labelTree(dictionary.rows, { q, retired: state === 'all' })
  const add = (
    <ActionButton
      primary
      icon={<Icon name="plus" />}
      ability={dictionary.abilities.make}
      onClick={() => setOpen({ kind: 'edit', label: null })}
    >
      {t('label.add')}
    </ActionButton>
  )
  return (
    <Page title={t('label.title')} lead={t('label.lead')} actions={<Actions add={add} />}>
      <div className="label-tools">
        <Input
          allowClear
          aria-label={t('label.search')}
          placeholder={t('label.search')}
          value={q}
          onChange={(event) => void navigate({ to: '/labels', search: (now) => ({ ...now, q: event.target.value }), replace: true })}
        />
        <Checkbox
          checked={state === 'all'}
          onChange={(event) =>
            void navigate({ to: '/labels', search: (now) => ({ ...now, state: event.target.checked ? 'all' : '' }), replace: true })
          }
        >
          {t('label.showRetired')}
        </Checkbox>
        <span className="quiet small">
          {formatNumber(nodes.length)} {t('label.unit')}
        </span>
      </div>
      {dictionary.more && <Alert type="info" showIcon title={t('label.more')} />}
      {nodes.length > 0 ? (
        <Table rows={nodes} rowKey={({ label }) => label.id} columns={columns(setOpen)} caption={t('label.title')} />
      ) : q === '' ? (
        <Empty title={t('label.empty')} action={add}>
          {t('label.emptyText')}
        </Empty>
      ) : (
        <Empty title={t('label.noHits')} />
      )}
      {open?.kind === 'edit' && <LabelDialog label={open.label} dictionary={dictionary} onClose={() => setOpen(null)} />}
      {open?.kind === 'retire' && <RetireDialog label={open.label} onClose={() => setOpen(null)} />}
    </Page>
  )
}

function Actions({ add }: { readonly add: ReactNode }): ReactNode {
  const navigate = useNavigate()
  return (
    <>
      <Button onClick={() => void navigate({ to: '/labels/batches' })}>{t('label.batches')}</Button>
      <Button icon={<Icon name="upload" />} onClick={() => void navigate({ to: '/imports/new', search: { kind: 'label' } })}>
        {t('label.import')}
      </Button>
      {add}
    </>
  )
}

const columns = (open: (what: Open) => void): readonly Column<LabelNode>[] => [
  {
    key: 'name',
    title: t('label.name'),
    fixed: true,
    cell: ({ label, depth }) => (
      <span className={`label-name label-name-${depth} ${label.state === 'retired' ? 'label-retired' : ''}`} title={label.note}>
        {label.tier === 'minor' ? label.name : <b className="strong">{label.name}</b>}
        {label.state === 'retired' && <Tag>{t('label.state.retired')}</Tag>}
      </span>
    ),
  },
  { key: 'tier', title: t('label.tier'), width: 72, cell: ({ label }) => t(`label.tier.${label.tier}`) },
  { key: 'reach', title: t('label.reach'), width: 88, cell: ({ label }) => t(`label.reach.${label.reach}`) },
  { key: 'owner', title: t('label.owner'), cell: ({ label }) => label.orgName || '—' },
  { key: 'validTo', title: t('label.validTo'), width: 112, cell: ({ label }) => lastDayText(label.validTo) },
  { key: 'carriers', title: t('label.carriers'), align: 'right', width: 88, cell: ({ label }) => <Carriers label={label} /> },
  {
    key: 'do',
    title: '',
    align: 'right',
    width: 128,
    cell: ({ label }) =>
      label.state === 'retired' ? null : (
        <span className="nowrap">
          <ActionButton link size="small" ability={label.abilities.edit} onClick={() => open({ kind: 'edit', label })}>
            {t('label.edit')}
          </ActionButton>
          <ActionButton link size="small" ability={label.abilities.edit} onClick={() => open({ kind: 'retire', label })}>
            {t('label.retire')}
          </ActionButton>
        </span>
      ),
  },
]

/** Without end is said in a word; the tables keep the year 9999. */
export const lastDayText = (day: string): string => (day.startsWith('9999') ? t('label.forever') : formatDate(day))

function Carriers({ label }: { readonly label: Label }): ReactNode {
  const { value, capped } = label.carriers
  const text = `${formatNumber(value)}${capped ? '+' : ''}`
  if (value === 0 && !capped) return <span className="quiet">0</span>
  const filter = JSON.stringify({ version: 1, all: [{ field: 'label', op: 'anyOf', values: [label.name] }] })
  return (
    <Link to="/register" search={{ filter } as never} aria-label={`${t('label.see')} ${label.name} ${text}`}>
      {text}
    </Link>
  )
}

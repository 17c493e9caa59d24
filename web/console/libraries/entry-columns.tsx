/** The columns of entries: whose they are, under which label, by which licence, until when. */
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Entry } from '#contract/libraries.ts'
import type { Ability } from '#core/access/can.ts'
import { addDays, dateAt, instant } from '#core/time.ts'
import { t } from '#web/i18n/t.ts'
import { formatDate } from '#web/ui/format.ts'
import { ActionButton, Tag } from '#web/ui/page.tsx'
import type { Column } from '#web/ui/table.tsx'
import { entityStateText } from '../registers/entity-words.ts'

export const dayIn = (days: number): string => addDays(dateAt(instant(Date.now())), days)

export const untilText = (day: string): string => (day.startsWith('9999') ? t('entry.forever') : formatDate(day))

export const entryColumns = ({
  ability,
  edit,
  move,
}: {
  readonly ability: Ability
  readonly edit: (entry: Entry) => void
  readonly move: (entry: Entry) => void
}): readonly Column<Entry>[] => [
  {
    key: 'object',
    title: t('entry.object'),
    fixed: true,
    cell: (entry) => <ObjectCell entry={entry} />,
    text: ({ name }) => name,
  },
  {
    key: 'subject',
    title: t('entry.subject'),
    startsHidden: true,
    cell: ({ subject }) => <span className="mono">{subject}</span>,
    text: ({ subject }) => subject,
  },
  { key: 'place', title: t('entry.place'), cell: ({ regionName }) => regionName || '—', text: ({ regionName }) => regionName },
  { key: 'label', title: t('entry.label'), cell: ({ labelName }) => labelName, text: ({ labelName }) => labelName },
  {
    key: 'licence',
    title: t('entry.licence'),
    cell: ({ licenceName, licenceNo }) => (licenceName === '' ? '—' : `${licenceName} ${licenceNo}`),
    text: ({ licenceName, licenceNo }) => `${licenceName} ${licenceNo}`.trim(),
  },
  {
    key: 'issuer',
    title: t('entry.licenceIssuer'),
    startsHidden: true,
    cell: ({ licenceIssuer }) => licenceIssuer || '—',
    text: ({ licenceIssuer }) => licenceIssuer,
  },
  {
    key: 'checkOrg',
    title: t('entry.checkOrg'),
    startsHidden: true,
    cell: ({ checkOrg }) => checkOrg || '—',
    text: ({ checkOrg }) => checkOrg,
  },
  {
    key: 'validTo',
    title: t('entry.validTo'),
    width: 128,
    cell: (entry) => <Until entry={entry} />,
    text: ({ validTo }) => untilText(validTo),
  },
  {
    key: 'state',
    title: t('entry.state'),
    width: 88,
    cell: ({ state, stateReason }) =>
      state === 'valid' ? (
        <Tag tone="green">{t('entry.state.valid')}</Tag>
      ) : (
        <span title={stateReason}>
          <Tag>{t('entry.state.invalid')}</Tag>
        </span>
      ),
    text: ({ state }) => t(`entry.state.${state}`),
  },
  {
    key: 'do',
    title: '',
    align: 'right',
    width: 112,
    cell: (entry) => (
      <span className="nowrap">
        <ActionButton link size="small" ability={ability} onClick={() => edit(entry)}>
          {t('entry.edit')}
        </ActionButton>
        <ActionButton link size="small" ability={ability} onClick={() => move(entry)}>
          {t(entry.state === 'valid' ? 'entry.disable' : 'entry.enable')}
        </ActionButton>
      </span>
    ),
  },
]

const ObjectCell = ({ entry }: { readonly entry: Entry }): ReactNode =>
  entry.name === '' ? (
    <>
      <span className="mono">{entry.subject}</span> <Tag>{t('entry.gone')}</Tag>
    </>
  ) : (
    <>
      <Link to="/register/$subject" params={{ subject: entry.subject }}>
        {entry.name}
      </Link>{' '}
      {entry.objectState !== 'active' && <Tag tone="red">{entityStateText(entry.objectState)}</Tag>}
    </>
  )

/** Amber when a valid licence ends within 90 days. */
const Until = ({ entry }: { readonly entry: Entry }): ReactNode =>
  entry.state === 'valid' && entry.validTo <= dayIn(90) ? <Tag tone="amber">{untilText(entry.validTo)}</Tag> : untilText(entry.validTo)

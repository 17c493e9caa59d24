/** The columns of the lists of officers and of experts. */
import { Link } from '@tanstack/react-router'
import type { OfficerRow } from '#contract/officers.ts'
import { t } from '#web/i18n/t.ts'
import { formatNumber } from '#web/ui/format.ts'
import { Tag } from '#web/ui/page.tsx'
import { type Column, TwoLines } from '#web/ui/table.tsx'
import { StateTag, stateText, ValidTo, WordTags } from './officer-words.tsx'

export const officerColumns = (): readonly Column<OfficerRow>[] => [
  nameColumn(t('officer.nameNo')),
  staffNoColumn(t('officer.staffNo')),
  orgColumn(),
  {
    key: 'certificate',
    title: t('officer.certificate'),
    cell: (row) => (row.certificateNo === null ? <span className="quiet">—</span> : <span className="mono">{row.certificateNo}</span>),
    text: (row) => row.certificateNo,
  },
  {
    key: 'validTo',
    title: t('officer.validTo'),
    width: 112,
    cell: (row) => <ValidTo date={row.certificateValidTo} standing={row.certificate} />,
    text: (row) => row.certificateValidTo,
  },
  {
    key: 'standing',
    title: t('certificate.standing'),
    startsHidden: true,
    cell: (row) => t(`certificate.${row.certificate}`),
    text: (row) => t(`certificate.${row.certificate}`),
  },
  wordsColumn('qualifications', t('officer.qualifications'), (row) => row.qualifications),
  wordsColumn('expertise', t('officer.expertise'), (row) => row.expertise, true),
  {
    key: 'scope',
    title: t('officer.scope'),
    wide: true,
    cell: (row) => (row.itemScope.length === 0 ? <span className="quiet">{t('officer.scopeAll')}</span> : row.itemScope.join('、')),
    text: (row) => row.itemScope.join('、'),
  },
  stateColumn(),
  recusalsColumn(),
]

export const expertColumns = (): readonly Column<OfficerRow>[] => [
  nameColumn(t('officer.expertNameNo')),
  staffNoColumn(t('officer.expertNo')),
  orgColumn(),
  wordsColumn('expertise', t('officer.expertKinds'), (row) => row.expertise),
  wordsColumn('qualifications', t('officer.qualifications'), (row) => row.qualifications, true),
  stateColumn(),
  recusalsColumn(),
]

const nameColumn = (title: string): Column<OfficerRow> => ({
  key: 'name',
  title,
  textTitle: t('officer.name'),
  fixed: true,
  cell: (row) => (
    <TwoLines
      first={
        <Link to="/officers/$officerId" params={{ officerId: row.id }}>
          {row.name}
        </Link>
      }
      second={row.staffNo}
    />
  ),
  text: (row) => row.name,
})

const staffNoColumn = (title: string): Column<OfficerRow> => ({
  key: 'staffNo',
  title,
  startsHidden: true,
  cell: (row) => row.staffNo,
  text: (row) => row.staffNo,
})

const orgColumn = (): Column<OfficerRow> => ({
  key: 'org',
  title: t('officer.org'),
  cell: (row) => row.orgName,
  text: (row) => row.orgName,
})

const wordsColumn = (
  key: string,
  title: string,
  words: (row: OfficerRow) => readonly string[],
  startsHidden = false,
): Column<OfficerRow> => ({
  key,
  title,
  wide: true,
  startsHidden,
  cell: (row) => <WordTags words={words(row)} />,
  text: (row) => words(row).join('、'),
})

const stateColumn = (): Column<OfficerRow> => ({
  key: 'state',
  title: t('officer.state'),
  width: 136,
  cell: (row) => (
    <span className="officer-tags">
      {row.state === 'active' ? stateText(row.state) : <StateTag state={row.state} />}
      {row.onLeave && <Tag tone="amber">{t('officer.onLeave')}</Tag>}
    </span>
  ),
  text: (row) => stateText(row.state),
})

const recusalsColumn = (): Column<OfficerRow> => ({
  key: 'recusals',
  title: t('officer.recusals'),
  align: 'right',
  width: 56,
  cell: (row) => formatNumber(row.recusals),
  text: (row) => row.recusals,
})

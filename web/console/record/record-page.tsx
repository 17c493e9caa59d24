/** 业务留痕: who did what when, with the number and fingerprint of its seal. */
import './record.css'
import type { ReactNode } from 'react'
import { type Answers, api } from '#web/api/client.ts'
import { recordTexts } from '#web/i18n/record.ts'
import { t, tMaybe } from '#web/i18n/t.ts'
import { DataList } from '#web/ui/data-list.tsx'
import { HashBlocks } from '#web/ui/figures.tsx'
import { formatClock, formatDate } from '#web/ui/format.ts'
import { Page } from '#web/ui/page.tsx'
import { PathLink } from '#web/ui/path-link.tsx'
import { type Column, TwoLines } from '#web/ui/table.tsx'
import { factsText } from './fact-words.ts'

type Line = Answers['record']['list']['rows'][number]

const verbs = Object.keys(recordTexts).flatMap((key) => (key.startsWith('verb.') ? [key.slice('verb.'.length)] : []))

export function RecordPage(): ReactNode {
  return (
    <Page title={t('record.title')} lead={t('record.lead')}>
      <DataList<Line>
        id="record"
        unit={t('record.unit')}
        columns={columns()}
        rowKey={(line) => line.id}
        source={(page, filter) => api.record.list.queryOptions({ input: { ...page, verb: filter.verb, thing: filter.thing } })}
        filters={[
          { key: 'verb', label: t('record.verb'), options: verbs.map((verb) => ({ value: verb, label: verbText(verb) })) },
          { key: 'thing', label: t('record.thing'), placeholder: t('record.thingHint') },
        ]}
        empty={{ title: t('record.empty') }}
        exportAs={t('record.export')}
      />
    </Page>
  )
}

const verbText = (verb: string): string => tMaybe(`verb.${verb}`, verb)

const columns = (): readonly Column<Line>[] => [
  {
    key: 'at',
    title: t('record.at'),
    fixed: true,
    width: 112,
    cell: (line) => <TwoLines first={formatDate(line.at)} second={formatClock(line.at)} />,
    text: (line) => `${formatDate(line.at)} ${formatClock(line.at)}`,
  },
  {
    key: 'who',
    title: t('record.who'),
    fixed: true,
    width: 176,
    cell: (line) => <Who line={line} />,
    text: (line) => `${line.actor} ${line.org}`,
  },
  {
    key: 'verb',
    title: t('record.verb'),
    fixed: true,
    width: 144,
    cell: (line) => verbText(line.verb),
    text: (line) => verbText(line.verb),
  },
  { key: 'thing', title: t('record.thing'), cell: (line) => <Thing thing={line.thing} />, text: (line) => line.thing },
  {
    key: 'facts',
    wide: true,
    title: t('record.facts'),
    cell: (line) => <span className="record-facts">{factsText(line)}</span>,
    text: (line) => factsText(line),
  },
  {
    key: 'seal',
    title: t('record.seal'),
    width: 152,
    cell: (line) =>
      line.seal === null ? (
        <span className="quiet">{t('record.unsealed')}</span>
      ) : (
        <>
          {t('record.sealNo', { seq: line.seal.seq })}
          <br />
          <HashBlocks hex={line.seal.hash} blocks={1} />
        </>
      ),
    text: (line) => (line.seal === null ? '' : `${line.seal.seq} ${line.seal.hash}`),
  },
]

const Who = ({ line }: { readonly line: Line }): ReactNode => (
  <>
    {line.actor}
    <br />
    <span className="quiet tiny">{line.org}</span>
  </>
)

/** Where a thing can be seen; the rest is shown by its name only. */
const pageOf: Readonly<Record<string, (id: string) => string>> = {
  plan: (id) => `/plans/${id}`,
  plan_contribution: (id) => `/plan-contributions/${id}`,
  task: (id) => `/tasks/${id}`,
  draw: (id) => `/draws/${id}`,
  visit: (id) => `/visits/${id}`,
  import: (id) => `/imports/${id}`,
}

function Thing({ thing }: { readonly thing: string }): ReactNode {
  const at = thing.indexOf(':')
  const noun = at < 0 ? thing : thing.slice(0, at)
  const id = at < 0 ? '' : thing.slice(at + 1)
  const label = `${tMaybe(`thing.${noun}`, noun)} `
  const shown = <span className="mono">{/^[0-9a-f-]{36}$/.test(id) ? id.slice(0, 8) : id}</span>
  const page = pageOf[noun]
  return page === undefined ? (
    <span title={thing}>
      {label}
      {shown}
    </span>
  ) : (
    <PathLink path={page(id)}>
      {label}
      {shown}
    </PathLink>
  )
}

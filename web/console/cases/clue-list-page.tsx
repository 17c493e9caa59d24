/** 案件线索: problems that were handed to whoever handles cases, the newest first. */
import '#web/console/inspections/inspections.css'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { CaseClue } from '#contract/case-clues.ts'
import { caseEndings } from '#core/inspections/clue-state.ts'
import { api } from '#web/api/client.ts'
import { outcomeWords } from '#web/console/inspections/visit-words.tsx'
import { language, t, tMaybe } from '#web/i18n/t.ts'
import { DataList } from '#web/ui/data-list.tsx'
import { formatTime } from '#web/ui/format.ts'
import { ActionButton, Page, Tag } from '#web/ui/page.tsx'
import { type Column, TwoLines } from '#web/ui/table.tsx'
import { DecideDialog, GiveBackDialog, TakeDialog } from './clue-dialogs.tsx'

type Asked = { readonly clue: CaseClue; readonly verb: 'take' | 'giveBack' | 'decide' }

export function ClueListPage(): ReactNode {
  const [asked, setAsked] = useState<Asked | null>(null)
  const close = (): void => setAsked(null)
  return (
    <Page title={t('clue.title')} lead={t('clue.lead')}>
      <DataList
        id="case-clues"
        columns={columns(setAsked)}
        rowKey={({ id }) => id}
        unit={t('clue.unit')}
        exportAs={t('clue.title')}
        filters={[
          { key: 'q', label: t('clue.q') },
          {
            key: 'state',
            label: t('clue.state'),
            options: [
              { value: 'live', label: t('clue.filter.live') },
              { value: 'returned', label: t('clue.state.returned') },
              { value: 'decided', label: t('clue.state.decided') },
            ],
          },
        ]}
        source={(page, { q, state }) =>
          api.cases.list.queryOptions({
            input: {
              ...page,
              ...(q === undefined ? {} : { q }),
              ...(state === 'live' || state === 'returned' || state === 'decided' ? { state } : {}),
            },
          })
        }
        empty={{ title: t('clue.empty'), text: t('clue.emptyText') }}
      />
      {asked?.verb === 'take' && <TakeDialog clue={asked.clue} onClose={close} />}
      {asked?.verb === 'giveBack' && <GiveBackDialog clue={asked.clue} onClose={close} />}
      {asked?.verb === 'decide' && <DecideDialog clue={asked.clue} onClose={close} />}
    </Page>
  )
}

const columns = (onAsk: (asked: Asked) => void): Column<CaseClue>[] => [
  {
    key: 'object',
    title: t('clue.object'),
    fixed: true,
    text: ({ name }) => name,
    cell: ({ visitId, name, subject, regionName }) => (
      <TwoLines
        first={
          <Link to="/visits/$visitId" params={{ visitId }}>
            {name}
          </Link>
        }
        second={`${subject}　${regionName}`}
      />
    ),
  },
  {
    key: 'problem',
    title: t('clue.problem'),
    text: ({ problem }) => problem,
    cell: ({ problem, outcome }) => <TwoLines first={problem} second={outcomeWords(outcome)} />,
  },
  { key: 'note', wide: true, title: t('clue.note'), text: ({ note }) => note, cell: ({ note }) => note },
  {
    key: 'handed',
    wide: true,
    title: t('clue.handed'),
    width: 150,
    text: ({ handed }) => formatTime(handed.at),
    cell: ({ handed }) => <TwoLines first={handed.by} second={formatTime(handed.at)} />,
  },
  { key: 'result', title: t('clue.result'), text: resultWords, cell: resultWords },
  {
    key: 'state',
    title: t('clue.state'),
    width: 190,
    text: ({ state }) => tMaybe(`clue.state.${state}`, state),
    cell: (clue) => <Standing clue={clue} onAsk={onAsk} />,
  },
]

function Standing({ clue, onAsk }: { readonly clue: CaseClue; readonly onAsk: (asked: Asked) => void }): ReactNode {
  const { state, abilities } = clue
  const verbs = state === 'handed' ? (['take', 'giveBack'] as const) : state === 'taken' ? (['decide', 'giveBack'] as const) : []
  return (
    <span className="mj-follow-up">
      <Tag tone={state === 'decided' ? 'green' : verbs.length > 0 ? 'amber' : 'plain'}>{tMaybe(`clue.state.${state}`, state)}</Tag>
      {verbs.map((verb) => (
        <ActionButton key={verb} link size="small" ability={abilities[verb]} onClick={() => onAsk({ clue, verb })}>
          {t(`clue.${verb}`)}
        </ActionButton>
      ))}
    </span>
  )
}

/** What became of it so far, in one line. */
function resultWords({ taken, returned, decided }: CaseClue): string {
  if (decided !== null) return `${caseEndings[decided.ending][language()]} ${decided.decisionNo} ${decided.on}`
  if (returned !== null) return `${returned.by}：${returned.reason}`
  return taken === null ? '' : `${taken.by} ${formatTime(taken.at)}`
}

/** 一次抽取, live: what it is, its steps with evidence, the frame that closes, the result, and everything that proves it. */
import './draw-papers.css'
import './draws.css'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Draw } from '#contract/draws.ts'
import { api, client } from '#web/api/client.ts'
import { LoadSection } from '#web/console/matching/load-section.tsx'
import { PairList } from '#web/console/matching/pair-list.tsx'
import { PropensitySection } from '#web/console/matching/propensity-page.tsx'
import { SeatFacts } from '#web/console/matching/seat-facts.tsx'
import { SeatList } from '#web/console/matching/seat-list.tsx'
import { t, tMaybe } from '#web/i18n/t.ts'
import { formatTime } from '#web/ui/format.ts'
import { useLive } from '#web/ui/live.ts'
import { Columns, Page, Section, Tag } from '#web/ui/page.tsx'
import { Loaded } from '#web/ui/states.tsx'
import { ProgressBar, RecordSteps, Steps } from '#web/ui/steps.tsx'
import { BeaconFacts, BeaconPanel } from './beacon-panel.tsx'
import { reasonWords } from './decision-dialogs.tsx'
import { DrawActions } from './draw-actions.tsx'
import { Checks, SelfVerify } from './draw-checks.tsx'
import { LogPositions } from './draw-log.tsx'
import { Matching } from './draw-matching.tsx'
import { Papers } from './draw-papers.tsx'
import { Parties, Seals } from './draw-seals.tsx'
import { SelectedList } from './draw-selected.tsx'
import { DrawStateTag, drawnKind, isDrawn, isOver } from './draw-state.tsx'
import { drawSteps, eventOf } from './draw-steps.tsx'
import { FrameSum } from './frame-sum.tsx'
import { MyNonce } from './my-nonce.tsx'
import { ReplacementFacts } from './replacement-facts.tsx'
import { ReplacementList } from './replacement-list.tsx'
import { SealedNote } from './sealed-note.tsx'
import { SignOffs } from './sign-offs.tsx'
import { StrataTable } from './strata-table.tsx'

export function DrawPage(): ReactNode {
  const { drawId } = useParams({ from: '/signed-in/shell/draws/$drawId' })
  const query = useQuery(api.draws.get.queryOptions({ input: { drawId } }))
  const watched = query.data === undefined || !isOver(query.data.state)
  const live = useLive(api.draws.get.queryKey({ input: { drawId } }), (signal) => client.draws.watch({ drawId }, { signal }), watched)
  return <Loaded query={query}>{(draw) => <DrawDetail draw={draw} broken={live.broken} />}</Loaded>
}

function DrawDetail({ draw, broken }: { readonly draw: Draw; readonly broken: boolean }): ReactNode {
  const drawn = isDrawn(draw.state)
  const working = draw.progress !== null && draw.progress.state !== 'done'
  return (
    <Page
      title={draw.taskName}
      state={
        <>
          <DrawStateTag state={draw.state} />
          <Tag>{t(`draw.kind.${draw.kind}`)}</Tag>
          <Tag>{t(`draw.mode.${draw.mode}`)}</Tag>
        </>
      }
      lead={
        <>
          <span className="mono">{draw.id}</span>
          <Link to="/tasks/$taskId" params={{ taskId: draw.taskId }}>
            {t('draw.task')} {draw.taskNo}
          </Link>
          <span>{draw.orgName}</span>
          {draw.supersedes !== null && (
            <Link to="/draws/$drawId" params={{ drawId: draw.supersedes }}>
              {t('draw.supersedes', { id: draw.supersedes })}
            </Link>
          )}
          {isOver(draw.state) ? null : <span>{t('draw.voidNote')}</span>}
        </>
      }
      actions={<DrawActions draw={draw} />}
    >
      <Steps items={drawSteps(draw)} />
      {broken && (
        <p className="mj-note mj-note-amber" role="status">
          {t('kit.connectionLost')}
        </p>
      )}
      <VoidNote draw={draw} />
      {working && draw.progress !== null && (
        <ProgressBar progress={draw.progress} phaseText={(phase) => tMaybe(`draw.phase.${phase}`, t('kit.working'))} />
      )}
      <MyNonce draw={draw} />
      <BeaconPanel draw={draw} />
      <Columns
        main={
          <>
            <ReplacementFacts draw={draw} />
            <SeatFacts draw={draw} />
            {draw.registerCount !== null && draw.poolSize !== null && (
              <Section title={t('draw.frame')} note={t(frameNotes[drawnKind(draw)])}>
                <FrameSum registerCount={draw.registerCount} included={draw.poolSize} excluded={draw.excluded} kind={drawnKind(draw)} />
              </Section>
            )}
            <SealedNote draw={draw} />
            {draw.kind === 'O' && draw.strata.length > 0 && (
              <Section title={t('draw.strata')} note={t('task.strataNote')}>
                <StrataTable strata={draw.strata} drawn={drawn} />
              </Section>
            )}
            {draw.matching !== null && <Matching matching={draw.matching} />}
            <ReplacementList draw={draw} />
            <SeatList draw={draw} />
            {drawn && draw.matching === null && <SelectedList draw={draw} />}
            {drawn && draw.matching !== null && (
              <>
                <LoadSection draw={draw} />
                <PropensitySection draw={draw} />
                <PairList draw={draw} />
              </>
            )}
          </>
        }
        side={
          <>
            <Seals draw={draw} />
            <Parties draw={draw} />
            <BeaconFacts draw={draw} />
            <Checks draw={draw} />
            {drawn && <SignOffs draw={draw} />}
            <Papers draw={draw} />
            <LogPositions draw={draw} />
            <Section title={t('draw.record')}>
              <RecordSteps
                steps={draw.steps.map((step) => ({ at: step.at, by: step.by, verb: `${step.type} ${step.seq}`, facts: step.facts }))}
                say={(step) => <Said verb={step.verb} facts={step.facts} />}
              />
            </Section>
            {drawn && <SelfVerify draw={draw} />}
          </>
        }
      />
    </Page>
  )
}

const frameNotes = { O: 'draw.frameNote', P: 'draw.frameNoteP', R: 'draw.frameNoteR' } as const

function Said({ verb, facts }: { readonly verb: string; readonly facts: Readonly<Record<string, unknown>> }): ReactNode {
  const type = verb.split(' ')[0] ?? ''
  const party = facts.party
  return (
    <>
      {tMaybe(`draw.event.${type}`, type)}
      {typeof party === 'string' && <span className="quiet">（{tMaybe(`draw.party.${party}`, party)}）</span>}
    </>
  )
}

/** Asked for, or done: the reason stays on the page for ever. */
function VoidNote({ draw }: { readonly draw: Draw }): ReactNode {
  const request = eventOf(draw, 'void_request')
  if (request === null || (draw.voidRequest === null && draw.state !== 'void')) return null
  const fact = (name: string): string => (typeof request.facts[name] === 'string' ? request.facts[name] : '')
  return (
    <p className="mj-note mj-note-amber">
      {draw.state === 'void' && <b>{t('draw.voided')}。</b>}
      {t('draw.void.asked', { who: request.by, at: formatTime(request.at), reason: reasonWords(fact('reason')), note: fact('note') })}
    </p>
  )
}

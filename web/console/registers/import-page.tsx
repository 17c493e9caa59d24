/** One import: where it is, what it would change or has changed, and what can be done about it. The page is the batch: a reload loses nothing. */
import './imports.css'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import type { ImportRow } from '#contract/imports.ts'
import { importPermission, isStill } from '#core/registers/import-state.ts'
import { api, client } from '#web/api/client.ts'
import { reasonText } from '#web/api/problem.ts'
import { may, meQuery } from '#web/api/session.ts'
import { t } from '#web/i18n/t.ts'
import { HashBlocks } from '#web/ui/figures.tsx'
import { formatBytes, formatNumber, formatTime } from '#web/ui/format.ts'
import { Icon } from '#web/ui/icon.tsx'
import { useLive } from '#web/ui/live.ts'
import { ActionButton, Page, Section, Tag } from '#web/ui/page.tsx'
import { Loaded } from '#web/ui/states.tsx'
import { ProgressBar } from '#web/ui/steps.tsx'
import { CommitDialog, DiscardDialog, UndoDialog } from './import-dialogs.tsx'
import { ImportResult } from './import-result.tsx'
import { ImportSteps, stepOf } from './import-steps.tsx'
import { annotatedAddress, durationText, encodingText, importState, kindText, phaseText, rejectedSum, seenAt } from './import-words.ts'

export function ImportPage(): ReactNode {
  const { importId } = useParams({ from: '/signed-in/shell/imports/$importId' })
  const input = { importId }
  const query = useQuery(api.imports.get.queryOptions({ input }))
  const running = query.data !== undefined && !isStill(query.data.state)
  const live = useLive(api.imports.get.queryKey({ input }), (signal) => client.imports.watch(input, { signal }), running)
  return <Loaded query={query}>{(batch) => <ImportView batch={batch} broken={live.broken} />}</Loaded>
}

function ImportView({ batch, broken }: { readonly batch: ImportRow; readonly broken: boolean }): ReactNode {
  const state = importState(batch.state)
  const running = !isStill(batch.state)
  return (
    <Page
      title={batch.fileName}
      state={<Tag tone={state.tone}>{state.text}</Tag>}
      lead={<Lead batch={batch} />}
      actions={<Actions batch={batch} />}
    >
      {broken && <p className="mj-note mj-note-amber">{t('kit.connectionLost')}</p>}
      <ImportSteps {...stepOf(batch)} />
      {batch.state === 'failed' && <Failed batch={batch} />}
      {batch.state === 'done' && batch.progress.problem !== null && (
        <p className="mj-note mj-note-amber">
          {t('import.keptNote')} {reasonText(batch.progress.problem.code, batch.progress.problem.facts)}
        </p>
      )}
      {running && <ProgressBar progress={batch.progress} phaseText={phaseText} amount={amountOf(batch)} />}
      {batch.checkedAt !== null && batch.state !== 'failed' && <ImportResult batch={batch} />}
      <Section title={t('import.fingerprint')} note="SHA-256">
        <HashBlocks hex={batch.fileSha256} />
      </Section>
    </Page>
  )
}

/** What is decoded and read is measured in bytes, but for the rows of a workbook; everything else is counted in rows. */
const amountOf = ({ progress }: ImportRow): ((n: number) => string) =>
  progress.phase === 'decode' || progress.phase === 'read' ? formatBytes : formatNumber

function Lead({ batch }: { readonly batch: ImportRow }): ReactNode {
  const { committedBy, finishedAt, undoneBy, undoneAt } = batch
  return (
    <>
      <span>{batch.library === null ? kindText(batch.kind) : `${kindText(batch.kind)} · ${batch.library.name}`}</span>
      <span>{t('import.startedLine', { who: batch.startedBy, at: formatTime(batch.startedAt) })}</span>
      {batch.encoding !== null && <span>{encodingText(batch.encoding)}</span>}
      {batch.sheet !== null && <span>{t('import.ofSheet', { sheet: batch.sheet })}</span>}
      {batch.complete && <span className="red">{t('import.asComplete')}</span>}
      {batch.checkedAt !== null && <span>{t('import.checkTook', { text: durationText(batch.startedAt, batch.checkedAt) })}</span>}
      {batch.state === 'ready' && <span>{t('import.nothingYet')}</span>}
      {committedBy !== null && finishedAt !== null && (
        <span>{t('import.committedLine', { who: committedBy, at: formatTime(finishedAt) })}</span>
      )}
      {undoneBy !== null && undoneAt !== null && <span>{t('import.undoneLine', { who: undoneBy, at: formatTime(undoneAt) })}</span>}
    </>
  )
}

type Open = 'commit' | 'discard' | 'undo' | null

function Actions({ batch }: { readonly batch: ImportRow }): ReactNode {
  const navigate = useNavigate()
  const [open, setOpen] = useState<Open>(null)
  const { kind, state, abilities, rows } = batch
  const me = useQuery(meQuery).data
  const owner = me !== undefined && me !== null && may(me, importPermission[kind])
  const writes = rows.added + rows.changed + rows.leaving
  const toNew = (): void =>
    void navigate({ to: '/imports/new', search: { kind, ...(batch.library === null ? {} : { library: batch.library.id }) } })
  const close = (): void => setOpen(null)
  const wrong = rejectedSum(rows.rejected) > 0
  return (
    <>
      {state === 'ready' && (
        <ActionButton ability={abilities.discard} onClick={() => setOpen('discard')}>
          {t('import.discard')}
        </ActionButton>
      )}
      {batch.annotated && owner && (
        <Button icon={<Icon name="download" />} href={annotatedAddress(batch.id)} download>
          {t('import.annotated')}
        </Button>
      )}
      {state === 'done' && (
        <ActionButton ability={abilities.undo} onClick={() => setOpen('undo')}>
          {t('import.undo')}
        </ActionButton>
      )}
      {state === 'ready' && (
        <ActionButton primary ability={abilities.commit} onClick={() => setOpen('commit')}>
          {writes === 0 ? t('import.commitNone') : t('import.commit', { n: writes })}
        </ActionButton>
      )}
      {state === 'done' && (
        <ActionButton primary={!wrong} onClick={() => void navigate({ to: seenAt[kind] })}>
          {t(`import.see.${kind}`)}
        </ActionButton>
      )}
      {(state === 'discarded' || state === 'undone' || (state === 'done' && wrong)) && owner && (
        <ActionButton primary onClick={toNew}>
          {t(wrong ? 'import.again' : 'import.failedAgain')}
        </ActionButton>
      )}
      {open === 'commit' && <CommitDialog batch={batch} onClose={close} />}
      {open === 'discard' && <DiscardDialog batch={batch} onClose={close} />}
      {open === 'undo' && <UndoDialog batch={batch} onClose={close} />}
    </>
  )
}

function Failed({ batch }: { readonly batch: ImportRow }): ReactNode {
  const navigate = useNavigate()
  const { problem } = batch.progress
  return (
    <>
      <div className="mj-problem" role="alert">
        <div>
          <b>{t('problem.title')}</b>
          {problem === null ? '' : reasonText(problem.code, problem.facts)} {t('import.failedNote')}
        </div>
      </div>
      <p style={{ marginBottom: 24 }}>
        <ActionButton primary onClick={() => void navigate({ to: '/imports/new', search: { kind: batch.kind } })}>
          {t('import.failedAgain')}
        </ActionButton>
      </p>
    </>
  )
}

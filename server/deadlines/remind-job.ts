/** Reminders: every deadline that reached a new stage is told once to whoever acts, and when its day has passed to those above them too. */
import * as z from 'zod'
import { PlainDate } from '#contract/base.ts'
import type { NoticeKind } from '#contract/notice-kinds.ts'
import type { Permission } from '#core/access/roles.ts'
import { workingDayAfter } from '#core/calendar/working-days.ts'
import { type DeadlineKind, type DeadlineStage, deadlineKinds, stageOf, type Told, toldAt } from '#core/deadlines/deadline.ts'
import type { PolicyPack } from '#core/policy/pack.ts'
import { type PlainDate as Day, type Instant, parseDate } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { defineJob, type JobRun } from '#server/jobs/job.ts'
import { type InboxLine, insertInbox } from '#server/notices/inbox-store.ts'
import { accountsOf, notify } from '#server/notices/notify.ts'
import { policyAt } from '#server/policy/at.ts'
import * as store from './sources-store.ts'

const Payload = z.object({ day: PlainDate })

export const remindJob = defineJob({
  name: 'deadline.remind',
  payload: Payload,
  thing: ({ day }) => `deadlines:${day}`,
  run: async (run) => {
    const unknown = new Map<number, store.Place>()
    const failed: unknown[] = []
    let told = 0
    for (const kind of kinds) {
      if (run.signal.aborted) return
      run.progress.at(kind, told)
      try {
        told += await run.transaction((tx) => remindOf(tx, kind, { day: run.payload.day, now: run.now(), unknown }))
      } catch (error) {
        // One kind that fails keeps nobody from hearing of the others; it is tried again with the whole job, which tells nothing twice.
        run.log.error({ err: error, kind }, 'reminders of one kind failed')
        failed.push(error)
      }
    }
    await tellAdministrators(run, unknown)
    run.log.info({ told }, 'reminders made')
    if (failed.length > 0) throw failed[0]
  },
})

type Round = {
  readonly day: string
  readonly now: Instant
  /** Years the calendar does not know, each with a place that needs it. */
  readonly unknown: Map<number, store.Place>
}

/** The table's own keys. */
const kinds = Object.keys(deadlineKinds) as DeadlineKind[]

/** How many people were told of one kind. */
async function remindOf(tx: Tx, kind: DeadlineKind, round: Round): Promise<number> {
  const known: Known = { policies: new Map(), people: new Map() }
  let told = 0
  for await (const some of store.watchedOf(tx, kind, round.day)) {
    const lines: InboxLine[] = []
    for (const watched of some) lines.push(...(await linesOf(tx, known, { kind, watched, round })))
    told += await insertInbox(tx, lines)
  }
  return told
}

/** What a round has found out already. */
type Known = { readonly policies: Map<string, PolicyPack>; readonly people: Map<string, readonly string[]> }

async function linesOf(
  tx: Tx,
  { policies, people }: Known,
  { kind, watched, round }: { readonly kind: DeadlineKind; readonly watched: store.Watched; readonly round: Round },
): Promise<readonly InboxLine[]> {
  const { day, now, unknown } = round
  const policy = policies.get(watched.orgPath) ?? (await policyAt(tx, watched.orgPath, asDay(day)))
  policies.set(watched.orgPath, policy)
  const near = nearness(kind, watched, policy, day)
  if (!near.ok) unknown.set(near.failure.year, watched)
  if (!near.ok || near.value === null) return []
  const lines: InboxLine[] = []
  for (const told of toldAt(kind, near.value.stage))
    for (const accountId of await toldOf(tx, people, watched, told)) lines.push(lineOf({ kind, watched, accountId, ...near.value, now }))
  return lines
}

/** The last day of a thing and how near it is; null while it is far. */
function nearness(kind: DeadlineKind, watched: store.Watched, policy: PolicyPack, day: string) {
  const due = 'dueOn' in watched ? ({ ok: true, value: watched.dueOn } as const) : workingDayAfter(watched.since, daysFor(kind, policy))
  if (!due.ok) return due
  const stage = stageOf(day, due.value, policy.deadlines.remindDaysBefore.value)
  if (!stage.ok) return stage
  return { ok: true, value: stage.value === null ? null : { dueOn: due.value, stage: stage.value } } as const
}

const daysFor = (kind: DeadlineKind, { draws, deadlines }: PolicyPack): number =>
  kind === 'filing' ? deadlines.filingDays.value : draws.disclosureWorkingDays.value

/** Where one person was asked, that person acts; everybody else is told by what they may do at the place that acts, or at the one that waits. */
async function toldOf(
  tx: Tx,
  known: Map<string, readonly string[]>,
  watched: store.Watched,
  { as, permission }: Told,
): Promise<readonly string[]> {
  if (as === 'acts' && watched.accountId) return [watched.accountId]
  const { waitPath, waitDept } = watched
  if (as !== 'waits') return peopleOf(tx, known, watched, permission)
  return waitPath === undefined || waitDept === undefined ? [] : peopleOf(tx, known, { orgPath: waitPath, dept: waitDept }, permission)
}

async function peopleOf(
  tx: Tx,
  known: Map<string, readonly string[]>,
  { orgPath, dept }: store.Place,
  permission: Permission,
): Promise<readonly string[]> {
  const key = `${orgPath} ${dept} ${permission}`
  const there = known.get(key) ?? (await accountsOf(tx, { orgPath, dept, permission }))
  known.set(key, there)
  return there
}

function lineOf({
  kind,
  watched,
  accountId,
  dueOn,
  stage,
  now,
}: {
  readonly kind: DeadlineKind
  readonly watched: store.Watched
  readonly accountId: string
  readonly dueOn: string
  readonly stage: DeadlineStage
  readonly now: Instant
}): InboxLine {
  const { thing, about, name, objects } = watched
  const facts = { name, ...(objects === null ? {} : { objects }) }
  // A day that is moved is another deadline, and is reminded of anew.
  return {
    accountId,
    kind: noticeOf[kind],
    thing,
    facts,
    dueOn,
    stage,
    dedupeKey: `deadline.${kind} ${about} ${dueOn} ${stage} ${accountId}`,
    at: now,
  }
}

const noticeOf = {
  plan_row: 'deadline.plan_row',
  task_window: 'deadline.task_window',
  officer_draw: 'deadline.officer_draw',
  sub_task: 'deadline.sub_task',
  result: 'deadline.result',
  change: 'deadline.change',
  filing: 'deadline.filing',
  party: 'deadline.party',
  contribution: 'deadline.contribution',
} as const satisfies Readonly<Record<DeadlineKind, NoticeKind>>

/** A year without a calendar is told once to whoever can install one. */
async function tellAdministrators(run: JobRun<unknown>, unknown: ReadonlyMap<number, store.Place>): Promise<void> {
  for (const [year, place] of unknown) {
    run.log.warn({ year }, 'the working-day calendar does not know this year: install a newer chinese-days')
    await run.transaction((tx) =>
      notify(tx, {
        to: { orgPath: place.orgPath, dept: place.dept, permission: 'account.manage' },
        kind: 'house.calendar_unknown',
        thing: `calendar:${year}`,
        facts: { year },
        key: `house.calendar_unknown ${year}`,
        at: run.now(),
      }),
    )
  }
}

const asDay = (text: string): Day => {
  const day = parseDate(text)
  if (day === null) throw new RangeError(`${text} is no day`)
  return day
}

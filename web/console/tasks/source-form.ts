/** Where a task comes from, whom it names and in which batches it goes, as its form holds it. */
import type { Task } from '#contract/tasks.ts'
import { checkBatches } from '#core/tasks/batch.ts'
import { isNamed, type TaskSource } from '#core/tasks/source.ts'
import { reasonText } from '#web/api/problem.ts'
import { t } from '#web/i18n/t.ts'
import { today } from '#web/ui/format.ts'
import { percentOfPpm, ppmOfPercent } from '#web/ui/percent.ts'

export type NamedForm = { readonly subject: string; readonly name: string; readonly regionName: string }
export type OfficerForm = { readonly officerId: string; readonly name: string; readonly role: 'lead' | 'assist' | 'expert' }
export type BatchForm = { readonly percent: string; readonly from: string; readonly to: string }

export type SourceForm = {
  readonly source: TaskSource
  readonly itemIds: readonly string[]
  readonly directed: boolean
  readonly objectScope: string
  readonly reason: string
  readonly origin: { readonly refNo: string; readonly date: string; readonly from: string; readonly summary: string }
  readonly approval: { readonly approvalNo: string; readonly filingNo: string; readonly filedOn: string }
  /** An empty code asks for none. */
  readonly exception: { readonly code: string; readonly note: string }
  readonly objects: readonly NamedForm[]
  readonly officers: readonly OfficerForm[]
  readonly batches: readonly BatchForm[]
  /** By item, in percent as typed; absent is everybody. */
  readonly shares: Readonly<Record<string, string>>
}

export const emptySource: SourceForm = {
  source: 'plan',
  itemIds: [],
  directed: false,
  objectScope: '',
  reason: '',
  origin: { refNo: '', date: '', from: '', summary: '' },
  approval: { approvalNo: '', filingNo: '', filedOn: '' },
  exception: { code: '', note: '' },
  objects: [],
  officers: [],
  batches: [],
  shares: {},
}

export const formOfSource = (task: Task): SourceForm => ({
  source: task.source,
  itemIds: task.source === 'plan' ? [] : task.items.map(({ id }) => id),
  directed: task.directed,
  objectScope: task.source === 'plan' ? '' : task.objectScope,
  reason: task.reason,
  origin: task.origin ?? emptySource.origin,
  approval: task.approval ?? emptySource.approval,
  exception: task.frequencyException ?? emptySource.exception,
  objects: task.objects.map(({ subject, name, regionName }) => ({ subject, name, regionName })),
  officers: task.officers.map(({ officerId, name, role }) => ({
    officerId,
    name,
    role: role === 'lead' || role === 'expert' ? role : 'assist',
  })),
  batches: task.batches.map(({ sharePpm, from, to }) => ({ percent: percentOfPpm(sharePpm), from, to })),
  shares: Object.fromEntries(task.items.flatMap(({ id, sharePpm }) => (sharePpm === 1_000_000 ? [] : [[id, percentOfPpm(sharePpm)]]))),
})

/** What the contract takes; a form that is complete loses nothing here. */
export function draftOfSource(form: SourceForm) {
  const named = isNamed(form.source)
  const { code, note } = form.exception
  return {
    source: form.source,
    itemIds: [...form.itemIds],
    directed: form.directed,
    objectScope: form.objectScope.trim(),
    reason: form.reason.trim(),
    origin: named ? { ...form.origin, evidenceFile: null } : null,
    approval: form.source === 'special' && form.approval.approvalNo.trim() !== '' ? form.approval : null,
    frequencyException: isException(code) && !named ? { code, note: note.trim() } : null,
    objects: named ? form.objects.map(({ subject }) => subject) : [],
    officers: named ? form.officers.map(({ officerId, role }) => ({ officerId, role })) : [],
    batches: named ? [] : form.batches.map(({ percent, from, to }) => ({ sharePpm: ppmOfPercent(percent) ?? 0, from, to })),
    itemShares: named ? [] : Object.entries(form.shares).map(([itemId, percent]) => ({ itemId, sharePpm: ppmOfPercent(percent) ?? 0 })),
  }
}

export const exceptionCodes = ['law', 'complaint', 'transfer', 'monitoring', 'request'] as const
const isException = (code: string): code is (typeof exceptionCodes)[number] => exceptionCodes.some((one) => one === code)

export type SourceField =
  | 'reason'
  | 'objectScope'
  | 'itemIds'
  | 'origin'
  | 'approval'
  | 'exception'
  | 'objects'
  | 'officers'
  | 'batches'
  | 'shares'

/** Field → what to do, in words; empty when the source says all it has to. */
export function wrongSource(
  form: SourceForm,
  { from, to, need }: { readonly from: string; readonly to: string; readonly need: number },
): ReadonlyMap<SourceField, string> {
  const wrong = new Map<SourceField, string>()
  const needed = t('kit.required')
  if (form.source !== 'plan') {
    if (form.reason.trim() === '') wrong.set('reason', needed)
    if (form.objectScope.trim() === '') wrong.set('objectScope', needed)
    if (form.itemIds.length === 0) wrong.set('itemIds', needed)
  }
  if (form.source === 'special' && Object.values(form.approval).some((text) => text.trim() === '')) wrong.set('approval', needed)
  if (isNamed(form.source)) {
    if (Object.values(form.origin).some((text) => text.trim() === '')) wrong.set('origin', needed)
    else if (form.origin.date > today()) wrong.set('origin', reasonText('origin_in_future', { date: form.origin.date, today: today() }))
    if (form.objects.length === 0) wrong.set('objects', t('task.named.missing'))
    const team = form.officers.filter(({ role }) => role !== 'expert').length
    if (team < need || form.officers.filter(({ role }) => role === 'lead').length !== 1)
      wrong.set('officers', t('task.team.rule', { n: need }))
    return wrong
  }
  if (form.exception.code !== '' && form.exception.note.trim().length < 5) wrong.set('exception', t('task.exception.note'))
  const batches = wrongBatches(form.batches, { from, to })
  if (batches !== null) wrong.set('batches', batches)
  if (Object.values(form.shares).some((percent) => (ppmOfPercent(percent) ?? 0) === 0)) wrong.set('shares', t('task.shares.wrong'))
  return wrong
}

/** The rule of core, in the words of the form; an empty day lies outside every window. */
function wrongBatches(batches: readonly BatchForm[], window: { readonly from: string; readonly to: string }): string | null {
  const checked = checkBatches(
    batches.map(({ percent, from, to }) => ({ sharePpm: ppmOfPercent(percent) ?? 0, from, to })),
    window,
  )
  if (checked.ok) return null
  const { failure } = checked
  if (failure.type === 'batch_shares') return t('task.batches.sum', { sum: percentOfPpm(failure.sumPpm) })
  return t(failure.type === 'batch_overlap' ? 'task.batches.overlap' : 'task.batches.days', { n: failure.no })
}

export const isSourceForm = (value: unknown): value is SourceForm =>
  typeof value === 'object' && value !== null && 'source' in value && 'origin' in value && 'batches' in value && 'shares' in value

/** The work of a bureau through the API, step by step, each by the duty that may do it. */
import { randomBytes } from 'node:crypto'
import type { BeaconChoice } from '#contract/draws.ts'
import { hex } from '#core/bytes.ts'
import { nonceCommitment } from '#core/draws/nonces.ts'
import type { SuiteId } from '#core/hash/suite.ts'
import { allRows, newCommandId, type Person, until } from './client.ts'
import type { Staff } from './people.ts'

type ImportRow = Awaited<ReturnType<Person['api']['imports']['get']>>
type Draw = Awaited<ReturnType<Person['api']['draws']['get']>>

export type ImportOptions = Omit<Partial<Parameters<Person['api']['imports']['start']>[0]>, 'commandId' | 'fileId'>
type Bytes = ReadableStream<Uint8Array> | Uint8Array

/** Waits until an import stands in one of these states; one whose work failed throws with its code and facts. */
export async function importIn(person: Person, importId: string, ...states: readonly ImportRow['state'][]): Promise<ImportRow> {
  const one = await until(
    () => person.api.imports.get({ importId }),
    ({ state, progress }) => states.includes(state) || progress.state === 'failed',
    `import ${importId} to be ${states.join(' or ')}`,
  )
  if (!states.includes(one.state)) throw new Error(`the import failed: ${JSON.stringify(one.progress.problem)}`)
  return one
}

/** Uploads a file and has it checked: the difference is there, and nothing is written. */
export async function checkFile(person: Person, name: string, bytes: Bytes, options: ImportOptions = {}): Promise<ImportRow> {
  const file = await person.upload(name, bytes)
  const { importId } = await person.api.imports.start({ commandId: newCommandId(), fileId: file.id, ...options })
  return importIn(person, importId, 'ready')
}

/** Brings a file into a register: checked, then committed. */
export async function importFile(person: Person, name: string, bytes: Bytes, options: ImportOptions = {}): Promise<ImportRow> {
  const { id } = await checkFile(person, name, bytes, options)
  await person.api.imports.commit({ commandId: newCommandId(), importId: id })
  return importIn(person, id, 'done')
}

/** Takes an import back. */
export async function undoImport(person: Person, importId: string, reason = '导错了文件'): Promise<ImportRow> {
  await person.api.imports.undo({ commandId: newCommandId(), importId, reason })
  return importIn(person, importId, 'undone')
}

export const importRegister = (staff: Staff, name: string, bytes: Bytes): Promise<ImportRow> => importFile(staff.registrar, name, bytes)

export const importOfficers = (staff: Staff, csv: Uint8Array): Promise<ImportRow> =>
  importFile(staff.registrar, 'officers.csv', csv, { kind: 'officer' })

export type ItemText = Parameters<Person['api']['catalogue']['saveItems']>[0]['items'][number]

export type JointText = Parameters<Person['api']['jointItems']['save']>[0]['items'][number]

/** Drafts joint items and has another person publish them. */
export async function publishJointItems(staff: CatalogueStaff, items: readonly JointText[]): Promise<string[]> {
  const { ids } = await staff.organiser.api.jointItems.save({ commandId: newCommandId(), items: [...items] })
  await staff.approver.api.jointItems.publish({ commandId: newCommandId(), itemIds: ids })
  return ids
}

/** Who drafts, and who publishes. */
export type CatalogueStaff = Pick<Staff, 'organiser' | 'approver'>

export async function publishItems(staff: CatalogueStaff, items: readonly ItemText[]): Promise<string[]> {
  const { ids } = await staff.organiser.api.catalogue.saveItems({ commandId: newCommandId(), items: [...items] })
  await staff.approver.api.catalogue.publishItems({ commandId: newCommandId(), itemIds: ids })
  return ids
}

export type PlanRowText = NonNullable<Parameters<Person['api']['plans']['create']>[0]['rows']>[number]

/** Drafts, submits, has approved and published; answers the plan with its rows. */
export async function publishPlan(staff: Staff, year: number, name: string, rows: readonly PlanRowText[]) {
  const { planId } = await staff.organiser.api.plans.create({ commandId: newCommandId(), year, name, rows: [...rows] })
  await staff.organiser.api.plans.submit({ commandId: newCommandId(), planId })
  await staff.approver.api.plans.approve({ commandId: newCommandId(), planId })
  await staff.approver.api.plans.publish({ commandId: newCommandId(), planId })
  return staff.organiser.api.plans.get({ planId })
}

export type TaskText = Omit<Parameters<Person['api']['tasks']['create']>[0], 'commandId'>

/** Makes a task of the plan and confirms it, where it states an exception by a second person; `partners` are who answers for the departments that it invites. */
export async function confirmTask(
  staff: Staff,
  task: TaskText,
  partners: readonly Person[] = [],
): Promise<{ taskId: string; taskNo: string }> {
  const made = await staff.organiser.api.tasks.create({ commandId: newCommandId(), ...task })
  for (const { api } of partners) await api.tasks.answer({ commandId: newCommandId(), taskId: made.taskId, accept: true })
  const one = () => ({ commandId: newCommandId(), taskId: made.taskId })
  if ((task.frequencyException ?? null) === null) await staff.organiser.api.tasks.confirm(one())
  else {
    await staff.organiser.api.tasks.submit(one())
    await staff.approver.api.tasks.approve(one())
  }
  return made
}

const waitFor = (person: Person, drawId: string, ...states: readonly string[]): Promise<Draw> =>
  until(
    () => person.api.draws.get({ drawId }),
    (draw) => {
      if (draw.progress?.state === 'failed') throw new Error(`draw ${drawId} failed: ${JSON.stringify(draw.progress.problem)}`)
      return states.includes(draw.state)
    },
    `draw ${drawId} to be ${states.join(' or ')}`,
  )

/** The two people's nonces, made where each party's browser would make them: in memory, on their side of the API. */
type Nonces = Readonly<Record<'organiser' | 'supervisor', Uint8Array>>

/** How the public value of a draw is chosen and, where nobody else publishes it, what it turns out to be. */
export type BeaconPlan = {
  readonly choice: () => BeaconChoice
  /** Typed in when its time has come; null: it arrives by itself. */
  readonly announced: string | null
}

export async function freezeAndCommit(
  staff: Staff,
  taskId: string,
  kind: 'O' | 'P',
  suite: SuiteId,
  beacon: BeaconPlan | null = null,
): Promise<{ drawId: string; nonces: Nonces; poolSize: number }> {
  const { drawId } = await staff.organiser.api.draws.freeze({ commandId: newCommandId(), taskId, kind })
  return { drawId, ...(await pledgeAndCommit(staff, drawId, suite, beacon)) }
}

/** From the frozen pool to the COMMIT. */
export async function pledgeAndCommit(
  staff: Staff,
  drawId: string,
  suite: SuiteId,
  beacon: BeaconPlan | null = null,
): Promise<{ nonces: Nonces; poolSize: number }> {
  const frozen = await waitFor(staff.organiser, drawId, 'frozen')
  const nonces = { organiser: new Uint8Array(randomBytes(32)), supervisor: new Uint8Array(randomBytes(32)) }
  for (const party of ['organiser', 'supervisor'] as const) {
    const commitment = hex(nonceCommitment(suite, drawId, party, nonces[party]))
    await staff[party].api.draws.pledge({ commandId: newCommandId(), drawId, commitment })
  }
  await staff.organiser.api.draws.commit({ commandId: newCommandId(), drawId, beacon: beacon?.choice() ?? null })
  return { nonces, poolSize: frozen.poolSize ?? 0 }
}

/** Each person reveals by their own account; the system follows, the beacon comes or is typed in by two, and the draw runs by itself. */
export async function revealAndDraw(staff: Staff, drawId: string, nonces: Nonces, beacon: BeaconPlan | null = null): Promise<Draw> {
  for (const party of ['organiser', 'supervisor'] as const) {
    await staff[party].api.draws.reveal({ commandId: newCommandId(), drawId, nonce: hex(nonces[party]) })
  }
  if (beacon?.announced) {
    const { beacon: due } = await staff.organiser.api.draws.get({ drawId })
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, Date.parse(due?.at ?? '') - Date.now()) + 50))
    for (const party of ['organiser', 'supervisor'] as const)
      await staff[party].api.draws.giveBeacon({ commandId: newCommandId(), drawId, value: { kind: 'announced', value: beacon.announced } })
  }
  return waitFor(staff.organiser, drawId, 'result')
}

/** One drawn object is replaced by lot: asked for, approved by another, drawn with fresh numbers, closed. Answers the id of that draw. */
export async function replaceOne(staff: Staff, objectDraw: string, subject: string, suite: SuiteId): Promise<string> {
  const { requestId } = await staff.organiser.api.replacements.request({
    commandId: newCommandId(),
    drawId: objectDraw,
    subject,
    reason: 'deregistered',
    note: '（演示）登记机关已办理注销',
  })
  const opinion = '（演示）情况属实，同意更换'
  const { drawId } = await staff.approver.api.replacements.decide({ commandId: newCommandId(), requestId, approve: true, opinion })
  if (drawId === null) throw new Error('an approved replacement opens a draw')
  const { nonces } = await pledgeAndCommit(staff, drawId, suite)
  await revealAndDraw(staff, drawId, nonces)
  await closeDraw(staff, drawId)
  return drawId
}

/** An officer leaves the teams of some objects, and the lot says who comes: asked for, approved by another, drawn with fresh numbers, closed. */
export async function replaceOfficer(
  staff: Staff,
  officerDraw: string,
  seats: { readonly officerId: string; readonly subjects: readonly string[] },
  suite: SuiteId,
): Promise<string> {
  const { requestId } = await staff.organiser.api.seats.request({
    commandId: newCommandId(),
    drawId: officerDraw,
    officerId: seats.officerId,
    subjects: [...seats.subjects],
    reason: 'illness',
    note: '（演示）检查期间病假',
  })
  const opinion = '（演示）情况属实，同意更换'
  const { drawId } = await staff.approver.api.seats.decide({ commandId: newCommandId(), requestId, approve: true, opinion })
  if (drawId === null) throw new Error('an approved replacement of an officer opens a draw')
  const { nonces } = await pledgeAndCommit(staff, drawId, suite)
  await revealAndDraw(staff, drawId, nonces)
  await closeDraw(staff, drawId)
  return drawId
}

/** Closed by the approver, who did not commit it, once the server has verified its own bundle. */
export async function closeDraw(staff: Staff, drawId: string): Promise<void> {
  const draw = await until(
    () => staff.approver.api.draws.get({ drawId }),
    (one) => one.verification !== null,
    `the verification of ${drawId}`,
  )
  if (draw.verification?.verdict !== 'held') {
    const wrong = draw.verification?.checks.filter(({ status }) => status === 'failed').map(({ check, note }) => `${check}: ${note}`)
    throw new Error(`the server's own verification of ${drawId} failed: ${wrong?.join('; ')}`)
  }
  await staff.approver.api.draws.close({ commandId: newCommandId(), drawId })
}

/** An outcome for a demonstration, the same for the same object: most find nothing. */
export function demoOutcome(subject: string): { outcome: string; problem: string | null; disposal: string | null } {
  const lot = [...subject].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) % 1000, 7)
  if (lot < 60) return { outcome: '06', problem: '（演示）公示信息与实际不一致', disposal: '（演示）责令改正，已改正' }
  if (lot < 90) return { outcome: '03', problem: null, disposal: '（演示）列入异常名录建议' }
  if (lot < 130) return { outcome: '05', problem: null, disposal: null }
  return { outcome: '01', problem: null, disposal: null }
}

/** One result, as `demoOutcome` says. */
export async function enterOne(inspector: Person, visit: { readonly id: string; readonly subject: string }, date: string): Promise<void> {
  const { items } = await inspector.api.inspections.get({ visitId: visit.id })
  const { outcome, problem, disposal } = demoOutcome(visit.subject)
  await inspector.api.inspections.enter({
    commandId: newCommandId(),
    visitId: visit.id,
    date,
    method: 'onsite',
    items: items.map((item, i) => ({ itemId: item.id, checked: true, problem: i === 0 ? problem : null })),
    outcome,
    disposal,
    demo: true,
  })
}

/** The lead of each visit enters its result. `most` stops early, and `spared` keeps the visits of one officer, for a county in the middle of its work. */
export async function enterResults(
  inspector: Person,
  officerId: string,
  date: string,
  most = Number.POSITIVE_INFINITY,
  spared: string | null = null,
): Promise<number> {
  let entered = 0
  const visits = allRows((page) => inspector.api.inspections.list({ state: 'assigned', limit: 200, ...page }))
  for await (const visit of visits) {
    if (entered >= most) break
    if (visit.officers.find((officer) => officer.role === 'lead')?.id !== officerId) continue
    if (visit.officers.some(({ id }) => id === spared)) continue
    await enterOne(inspector, visit, date)
    entered++
  }
  return entered
}

/** Passes everything that waits, a batch at a time; passing publishes. */
export async function reviewAll(reviewer: Person): Promise<number> {
  let reviewed = 0
  for (;;) {
    const { rows } = await reviewer.api.inspections.list({ state: 'submitted', limit: 200 })
    if (rows.length === 0) return reviewed
    const done = await reviewer.api.inspections.review({ commandId: newCommandId(), visitIds: rows.map((row) => row.id), verdict: 'pass' })
    reviewed += done.reviewed
  }
}

/** Every problem that waits is finished by whoever reviews: only then can its task be done. */
export async function finishProblems(reviewer: Person, on: string, taskId?: string): Promise<number> {
  let finished = 0
  const open = allRows((page) =>
    reviewer.api.followUps.list({ state: 'open', limit: 200, ...(taskId === undefined ? {} : { taskId }), ...page }),
  )
  for await (const { visitId } of open) {
    await reviewer.api.followUps.close({ commandId: newCommandId(), visitId, on, text: '（演示）已改正，现场复核合格' })
    finished++
  }
  return finished
}

/** 文书: numbered once, kept as issued, not above the cap, all notices of a task at once; templates by two persons; no seal of ours. */
import { createHash, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { nationalTemplates } from '#core/documents/national-templates.ts'
import { dateAt, instant } from '#core/time.ts'
import type { Services } from '#server/http/context.ts'
import { type Bureau, openBureau, refusal } from '#test/bureau.ts'
import { docxText, unzip } from '#test/docx-text.ts'
import { openDepartment } from '#test/other-department.ts'
import { pdfText } from '#test/pdf-text.ts'
import type { Person } from '#test/people.ts'

let bureau: Bureau
let organiser: Person
let approver: Person
let taskId: string
let visits: readonly Visit[]
let year: string
beforeAll(async () => {
  bureau = await openBureau({ firms: 120 })
  ;[organiser, approver] = await Promise.all([bureau.house.as('organiser'), bureau.house.as('approver')])
  year = dateAt(bureau.house.services.now()).slice(0, 4)
  taskId = await bureau.task({ strata: [{ name: '全部', values: [], ratePpm: 80_000, rounding: 'half-up' }] })
  await bureau.drawn(taskId, 'O')
  await bureau.drawn(taskId, 'P')
  visits = (await organiser.call.inspections.list({ taskId, limit: 50 })).rows
})
afterAll(() => bureau.house.close())

type Visit = Awaited<ReturnType<Person['call']['inspections']['list']>>['rows'][number]
type Kind = Parameters<Person['call']['documents']['issue']>[0]['kind']
type Thing = Parameters<Person['call']['documents']['issue']>[0]['thing']
const person = { 联系人: '王敏', 联系电话: '0931-1234567' }
const contact = { ...person, 监督电话: '12345' }
const issue = (kind: Kind, thing: Thing, who = organiser, typed: Record<string, string> = person) =>
  who.call.documents.issue({ commandId: randomUUID(), kind, thing, typed })
const notice = (visit: Visit | undefined, who = organiser, typed: Record<string, string> = contact) =>
  issue('notice', { kind: 'visit', id: visit?.id ?? '' }, who, typed)
const file = async (who: Person, path: string): Promise<Buffer> => {
  const answer = await who.get(path)
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return Buffer.from(await answer.arrayBuffer())
}
const nth = (number: string | null): number => Number(/(\d+)号$/.exec(number ?? '')?.[1])

describe('the paper of a plan', () => {
  test('is numbered 部门简称抽查〔年〕n号, is PDF and DOCX with the same words, and is issued once', async () => {
    const typed = { ...person, 主送机关: '各科室' }
    const thing = { kind: 'plan', id: bureau.planId } as const
    const { documentId, number } = await issue('annual_plan', thing, organiser, typed)
    expect(number).toMatch(new RegExp(`^兰州市局抽查〔${year}〕\\d+号$`))
    const { dense } = pdfText(await file(organiser, `/api/v1/documents/${documentId}/pdf`))
    for (const word of [number ?? '', bureau.planNo, '经营主体不定向抽查', '100%', '信用监管科', '各科室：']) expect(dense).toContain(word)
    const words = docxText(await file(organiser, `/api/v1/documents/${documentId}/docx`)).join('')
    for (const word of [number ?? '', bureau.planNo, '经营主体不定向抽查']) expect(words).toContain(word)
    expect(await refusal(issue('annual_plan', thing, organiser, typed))).toBe('document_issued_already')
  })

  test('a void paper keeps its number, and the next one gets another', async () => {
    const thing = { kind: 'plan', id: bureau.planId } as const
    const { rows } = await organiser.call.documents.list({ thing: `plan:${bureau.planId}` })
    const documentId = rows[0]?.id ?? ''
    const voidIt = () => organiser.call.documents.void({ commandId: randomUUID(), documentId, reason: '联系电话有误' })
    await voidIt()
    expect(await refusal(voidIt())).toBe('document_voided')
    const next = await issue('annual_plan', thing)
    expect(nth(next.number)).toBe(nth(rows[0]?.number ?? null) + 1)
    expect((await organiser.call.documents.get({ documentId })).voided).toMatchObject({ reason: '联系电话有误' })
  })
})

describe('the announcement and the approval form of a task', () => {
  test('name the objects by code and tell no class of risk', async () => {
    const { documentId } = await issue('announcement', { kind: 'task', id: taskId })
    const { document } = await organiser.call.documents.get({ documentId })
    const text = JSON.stringify(document)
    for (const { subject, name } of visits) expect(text).toContain(`"${name}","${subject}"`)
    expect(text).not.toMatch(/风险等级|ratePpm|"全部"/)
    const form = await issue('approval', { kind: 'task', id: taskId }, organiser, { 承办意见: '拟同意。' })
    expect(form.number).toBeNull()
    const { dense } = pdfText(await file(organiser, `/api/v1/documents/${form.documentId}/pdf`))
    for (const word of ['行政检查审批表', `共${visits.length}户，名单见附件`, '拟同意。', '审批意见', visits[0]?.name ?? '-'])
      expect(dense).toContain(word)
  })
})

describe('a notice', () => {
  test('is prepared with what the last one said, and says which facts are missing', async () => {
    const thing = { kind: 'visit', id: visits[0]?.id ?? '' } as const
    const before = await organiser.call.documents.prepare({ kind: 'notice', thing })
    expect(before).toMatchObject({ ability: { allowed: true }, frequency: { verdict: 'ok', number: 1, cap: 1 } })
    expect(before.blanks).toContain('联系电话')
    expect(await refusal(notice(visits[0], organiser, {}))).toBe('document_field_missing')
    expect(await refusal(notice(visits[0], organiser, { ...contact, 信用风险等级: 'A' }))).toBe('document_field_unknown')
    await notice(visits[0])
    const after = await organiser.call.documents.prepare({ kind: 'notice', thing: { kind: 'visit', id: visits[1]?.id ?? '' } })
    expect(after.typed.find(({ name }) => name === '联系电话')?.value).toBe(contact.联系电话)
  })

  test('tells the officers with their certificates, the five prohibitions, recusal, statement and defence', async () => {
    const { rows } = await organiser.call.documents.list({ thing: `visit:${visits[0]?.id}` })
    const { dense } = pdfText(await file(organiser, `/api/v1/documents/${rows[0]?.id}/pdf`))
    const again = await organiser.call.documents.prepare({ kind: 'notice', thing: { kind: 'visit', id: visits[0]?.id ?? '' } })
    expect(again.ability).toEqual({ allowed: false, reason: 'document_in_force' })
    for (const { name } of visits[0]?.officers ?? []) expect(dense).toContain(name)
    for (const word of ['严禁逐利检查', '严禁变相检查', '申请回避', '陈述和申辩', '执法证号：', '第1次计划内检查', '（印章）', '12345'])
      expect(dense).toContain(word)
  })

  test('is issued by an officer of the team too, and by no other officer', async () => {
    const visit = visits[1]
    const officers = await bureau.inspectors()
    const own = officers.find(({ officerId }) => visit?.officers.some(({ id }) => id === officerId))?.person
    const other = officers.find(({ officerId }) => !visit?.officers.some(({ id }) => id === officerId))?.person
    if (own === undefined || other === undefined) throw new Error('a world without officers')
    expect(await refusal(notice(visit, other))).toBe('not_found')
    const { documentId } = await notice(visit, own)
    const thing = `visit:${visit?.id}`
    expect((await own.call.documents.list({ thing })).rows.map(({ id }) => id)).toEqual([documentId])
    expect(
      await other.call.documents.list({ thing }).then(
        ({ rows }) => rows,
        (error: { code: string }) => error.code,
      ),
    ).toSatisfy((seen) => seen === 'not_found' || (Array.isArray(seen) && seen.length === 0))
    expect((await other.get(`/api/v1/documents/${documentId}/pdf`)).status).toBe(404)
    const elsewhere = await bureau.house.as('organiser@elsewhere')
    expect(await refusal(elsewhere.call.documents.get({ documentId }))).toBe('not_found')
  })

  test('above the cap it is refused until somebody decides a lawful exception', async () => {
    const visit = visits[2]
    // Another authority was there before: its visit lies in the ledger, whatever this bureau sees of it.
    await bureau.house.database.pools.migrator.query(
      `insert into visit_ledger (subject, visit_id, year, premises, planned, dept, org_path, task_id, on_date, state, entered_at, at)
       select subject, gen_random_uuid(), year, premises, true, 'xf', '62.6201', gen_random_uuid(), null, 'due', entered_at - interval '1 day', at from visit_ledger where visit_id = $1`,
      [visit?.id],
    )
    expect(await refusal(notice(visit))).toBe('notice_above_cap')
    const prepared = await organiser.call.documents.prepare({ kind: 'notice', thing: { kind: 'visit', id: visit?.id ?? '' } })
    expect(prepared).toMatchObject({ ability: { allowed: false, reason: 'notice_blocked' }, frequency: { verdict: 'blocked', number: 2 } })
  })
})

describe('all notices of a task', () => {
  const all = (format: 'pdf' | 'docx', who = organiser) =>
    who.call.documents.issueAll({ commandId: randomUUID(), kind: 'notice', taskId, format, typed: contact })
  const finished = async (batchId: string) => {
    for await (const state of await organiser.call.documents.watchBatch({ batchId })) if (state.state !== 'working') return state
    throw new Error('the batch never ended')
  }

  test('are one PDF with numbers without gaps; who is above the cap is left out by name', async () => {
    const { batchId } = await all('pdf')
    const done = await finished(batchId)
    expect(done).toMatchObject({ state: 'done', issued: visits.length - 3, printed: visits.length - 1, hasFile: true })
    const told = await bureau.house.database.pools.migrator.query(`select facts from inbox where kind = 'document.batch_done'`)
    expect(told.rows).toMatchObject([{ facts: { printed: visits.length - 1, leftOut: 1 } }])
    expect(done.leftOut).toEqual([{ visitId: visits[2]?.id, name: visits[2]?.name, reason: 'notice_above_cap' }])
    const { rows } = await organiser.call.documents.list({ thing: `task:${taskId}`, kind: 'notice', limit: 100 })
    const walked: (string | null)[] = []
    for (let cursor: string | undefined; ; ) {
      const page = await organiser.call.documents.list({
        thing: `task:${taskId}`,
        kind: 'notice',
        limit: 3,
        ...(cursor === undefined ? {} : { cursor }),
      })
      walked.push(...page.rows.map(({ number }) => number))
      if (page.next === null) break
      cursor = page.next
    }
    expect(walked).toEqual(rows.map(({ number }) => number))
    expect(rows.map(({ number }) => nth(number))).toEqual(rows.map(({ number }) => nth(number)).sort((a, b) => b - a))
    const numbers = rows.map(({ number }) => nth(number)).sort((a, b) => a - b)
    expect(new Set(numbers).size).toBe(visits.length - 1)
    expect((numbers.at(-1) ?? 0) - (numbers[0] ?? 0)).toBe(numbers.length - 1)
    const { dense } = pdfText(await file(organiser, `/api/v1/document-batches/${batchId}/file`))
    for (const { id, name } of visits) expect(dense.includes(`${name}（统一社会信用代码`)).toBe(id !== visits[2]?.id)
  })

  test('are nobody else’s to read, also of a department that takes part in the task', async () => {
    const batchId = (await organiser.call.documents.batches({ taskId })).rows[0]?.id ?? ''
    const { people } = await openDepartment(bureau.house, { dept: 'xfjy', name: '兰州市消防救援支队' }, ['organiser'])
    const theirs = people.organiser
    expect(await refusal(theirs.call.documents.batches({ taskId }))).toBe('not_found')
    await bureau.house.database.pools.migrator.query(
      `insert into task_participant (task_id, dept, org_path, org_name, item_ids, state) select id, 'xfjy', org_path, '兰州市消防救援支队', item_ids, 'accepted' from task where id = $1`,
      [taskId],
    )
    expect((await theirs.call.tasks.get({ taskId })).id).toBe(taskId)
    expect(await refusal(theirs.call.documents.batch({ batchId }))).toBe('not_found')
    expect((await theirs.get(`/api/v1/document-batches/${batchId}/file`)).status).toBe(404)
  })

  test('once more is the same papers again, as an archive of DOCX, and no new numbers; two at once are not started', async () => {
    // After a lawful exception the one that was left out is issued.
    await approver.call.ledger.except({
      commandId: randomUUID(),
      visitId: visits[2]?.id ?? '',
      code: 'complaint',
      note: '投诉编号 2026-118',
    })
    // Of two hands either may be the first.
    const both = await Promise.allSettled([all('docx'), all('docx')])
    const one = both.flatMap((hand) => (hand.status === 'fulfilled' ? [hand.value] : []))[0] ?? { batchId: '' }
    expect(both.flatMap((hand) => (hand.status === 'rejected' ? [hand.reason.code] : []))).toEqual(['batch_running'])
    expect(await finished(one.batchId)).toMatchObject({ issued: 1, printed: visits.length, leftOut: [] })
    const parts = unzip(await file(organiser, `/api/v1/document-batches/${one.batchId}/file`))
    expect(parts.size).toBe(visits.length)
    const texts = [...parts.values()].map((docx) => docxText(docx).join(''))
    for (const { name } of visits) expect(texts.filter((text) => text.includes(name))).toHaveLength(1)
    expect(texts.find((text) => text.includes(visits[2]?.name ?? '-'))).toContain('投诉举报')
  })
})

describe('a template', () => {
  const { notice: national } = nationalTemplates
  const today = () => dateAt(bureau.house.services.now())
  const save = (templateId: string, seen: string, blocks: unknown) =>
    organiser.call.documentTemplates.save({
      commandId: randomUUID(),
      templateId,
      seen,
      note: '加写本局地址',
      validFrom: today(),
      body: { ...structuredClone(national), blocks } as Parameters<Person['call']['documentTemplates']['save']>[0]['body'],
    })

  /** Of the first notice, as it was issued: its files. */
  const before = new Map<'pdf' | 'docx', string>()
  const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')
  beforeAll(async () => {
    const { rows } = await organiser.call.documents.list({ thing: `visit:${visits[0]?.id}` })
    for (const format of ['pdf', 'docx'] as const)
      before.set(format, sha256(await file(organiser, `/api/v1/documents/${rows[0]?.id}/${format}`)))
  })

  test('the template of a public paper, and what is typed into one, say no risk class', async () => {
    const { templateId } = await organiser.call.documentTemplates.start({ commandId: randomUUID(), kind: 'announcement' })
    const { updatedAt, body, validFrom } = await organiser.call.documentTemplates.get({ templateId })
    const blocks = [...body.blocks, { kind: 'paragraph' as const, text: '以上均为信用风险D类企业。' }]
    const saved = organiser.call.documentTemplates.save({
      ...{ commandId: randomUUID(), templateId, seen: updatedAt, note: '', validFrom },
      body: { ...body, blocks },
    })
    expect(await refusal(saved)).toBe('text_names_risk_class')
    await organiser.call.documentTemplates.discard({ commandId: randomUUID(), templateId })
    const typed = { ...person, 主送机关: '各高风险企业' }
    expect(await refusal(issue('annual_plan', { kind: 'plan', id: bureau.planId }, organiser, typed))).toBe('text_names_risk_class')
  })

  test('is checked, approved by another person, and holds from then on at the place and below it', async () => {
    const { templateId } = await organiser.call.documentTemplates.start({ commandId: randomUUID(), kind: 'notice' })
    expect(await refusal(organiser.call.documentTemplates.start({ commandId: randomUUID(), kind: 'notice' }))).toBe('template_open')
    const { updatedAt } = await organiser.call.documentTemplates.get({ templateId })
    const more = (text: string) => [...national.blocks, { kind: 'paragraph', text }]
    expect(await refusal(save(templateId, updatedAt, more('{信用风险等级}')))).toBe('placeholder_unknown')
    expect(await refusal(save(templateId, updatedAt, national.blocks.slice(0, 3)))).toBe('template_lacks')
    await save(templateId, updatedAt, more('本局地址：张掖路1号。'))
    expect(await refusal(save(templateId, updatedAt, more('另一个人的改动')))).toBe('page_stale')
    const move = { commandId: randomUUID(), templateId }
    expect(await refusal(approver.call.documentTemplates.approve(move))).toBe('wrong_state')
    await organiser.call.documentTemplates.submit({ ...move, commandId: randomUUID() })
    const sample = pdfText(await file(approver, `/api/v1/document-templates/${templateId}/sample/pdf`))
    expect(sample.dense).toContain('本局地址：张掖路1号。')
    await approver.call.documentTemplates.approve({ ...move, commandId: randomUUID() })
    const county = await bureau.house.as('organiser@county')
    const { inForce } = await county.call.documentTemplates.list({})
    expect(inForce.find(({ kind }) => kind === 'notice')).toMatchObject({ templateId, orgName: '兰州市市场监督管理局' })
    const elsewhere = await bureau.house.as('organiser@elsewhere')
    expect(await refusal(elsewhere.call.documentTemplates.get({ templateId }))).toBe('not_found')
  })

  test('leaves the papers of before as they were, and an approved version cannot be written over by the application', async () => {
    const thing = { kind: 'visit', id: visits[0]?.id ?? '' } as const
    const { rows } = await organiser.call.documents.list({ thing: `visit:${thing.id}` })
    const old = await organiser.call.documents.get({ documentId: rows[0]?.id ?? '' })
    expect(JSON.stringify(old.document)).not.toContain('张掖路')
    const { document, template } = await organiser.call.documents.prepare({ kind: 'notice', thing })
    expect(JSON.stringify(document)).toContain('张掖路')
    expect(template).toMatchObject({ version: 1 })
    const app = bureau.house.database.pools.app
    await expect(app.query(`update issued_document set title = '别的'`)).rejects.toThrow('permission denied')
    await expect(app.query('delete from document_void')).rejects.toThrow('permission denied')
    for (const format of ['pdf', 'docx'] as const)
      expect(sha256(await file(organiser, `/api/v1/documents/${old.id}/${format}`))).toBe(before.get(format))
  })
})

describe('the day from which a template holds', () => {
  const days = (n: number) => instant(new Date(Date.parse(bureau.house.services.now()) + n * 86_400_000))
  /** The house on another day. */
  async function on<T>(day: string, work: () => Promise<T>): Promise<T> {
    const { now } = bureau.house.services
    Object.assign(bureau.house.services, { now: () => day })
    return await work().finally(() => Object.assign(bureau.house.services, { now }))
  }
  const long = `注意事项：${'检查期间请保持正常经营。'.repeat(300)}`
  const versionOf = async (kind: Kind, text: string, validFrom: string): Promise<string> => {
    const { templateId } = await organiser.call.documentTemplates.start({ commandId: randomUUID(), kind })
    const { body, updatedAt } = await organiser.call.documentTemplates.get({ templateId })
    const changed = { ...body, blocks: [...body.blocks, { kind: 'paragraph' as const, text }] }
    const save = { commandId: randomUUID(), templateId, seen: updatedAt, note: '加一段', validFrom, body: changed }
    await organiser.call.documentTemplates.save(save)
    await organiser.call.documentTemplates.submit({ commandId: randomUUID(), templateId })
    return templateId
  }
  const thing = () => ({ kind: 'visit', id: visits[1]?.id ?? '' }) as const

  test('is the first one on which papers say it, however long it is; nobody sees it the day before', async () => {
    const tomorrow = dateAt(days(1))
    const templateId = await versionOf('notice', long, tomorrow)
    await approver.call.documentTemplates.approve({ commandId: randomUUID(), templateId })
    const said = async () => JSON.stringify((await organiser.call.documents.prepare({ kind: 'notice', thing: thing() })).document)
    expect(await said()).not.toContain('注意事项')
    expect(await on(days(1), said)).toContain(long)
    const { pages, dense } = pdfText(await file(organiser, `/api/v1/document-templates/${templateId}/sample/pdf`))
    expect(dense.replaceAll(/—\d+—/g, '')).toContain(long)
    expect(pages.length).toBeGreaterThan(6)
  })

  test('is not before its approval: a version that is approved late holds from that day', async () => {
    const templateId = await versionOf('approval', '以上情况属实。', dateAt(bureau.house.services.now()))
    const later = days(2)
    await on(later, () => approver.call.documentTemplates.approve({ commandId: randomUUID(), templateId }))
    expect(await organiser.call.documentTemplates.get({ templateId })).toMatchObject({ state: 'approved', validFrom: dateAt(later) })
    const { inForce } = await organiser.call.documentTemplates.list({})
    expect(inForce.find(({ kind }) => kind === 'approval')).toMatchObject({ templateId: null })
  })

  test('two who begin a version at once: one begins, the other is told', async () => {
    const start = () => organiser.call.documentTemplates.start({ commandId: randomUUID(), kind: 'announcement' })
    const answers = await Promise.allSettled([start(), start(), start()])
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const one of answers) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'template_open' })
  })
})

describe('a seal', () => {
  test('is never made here: without a service it is refused, and a scan of the stamped paper is kept', async () => {
    const { rows } = await organiser.call.documents.list({ kind: 'announcement' })
    const documentId = rows[0]?.id ?? ''
    expect(await refusal(organiser.call.documents.seal({ commandId: randomUUID(), documentId }))).toBe('seal_not_configured')
    const scan = await organiser.upload('盖章件.pdf', 'a scan')
    const wrong = await organiser.upload('盖章件.txt', 'a text')
    const attach = (fileId: string) => organiser.call.documents.attachSealed({ commandId: randomUUID(), documentId, fileId })
    expect(await refusal(attach(wrong.id))).toBe('sealed_copy_not_pdf')
    await attach(scan.id)
    expect((await file(organiser, `/api/v1/documents/${documentId}/sealed`)).toString()).toBe('a scan')
    expect(await refusal(attach(scan.id))).toBe('document_sealed_already')
  })

  test('comes from a service, which is told the place, and its answer is kept with its evidence', async () => {
    const asked: string[] = []
    const service: NonNullable<Services['sealService']> = {
      name: '某地电子签章平台',
      seal: async ({ pdf, keyword, issuer }) => {
        asked.push(keyword, issuer)
        return { bytes: Buffer.concat([pdf, Buffer.from('sealed')]), mediaType: 'application/pdf', evidence: 'seal-0001' }
      },
    }
    Object.assign(bureau.house.services, { sealService: service })
    const { rows } = await organiser.call.documents.list({ thing: `visit:${visits[0]?.id}` })
    const documentId = rows[0]?.id ?? ''
    await organiser.call.documents.seal({ commandId: randomUUID(), documentId })
    await expect.poll(async () => (await organiser.call.documents.get({ documentId })).sealed, { timeout: 20_000 }).toBe(true)
    expect(asked).toEqual(['（印章）', '兰州市市场监督管理局'])
    expect((await file(organiser, `/api/v1/documents/${documentId}/sealed`)).toString('latin1')).toMatch(/sealed$/)
  })
})

/** 执法检查人员名录与专家名录: handlers of the persons themselves. */
import { randomUUID } from 'node:crypto'
import { type Actor, can, spansDepartments, within } from '#core/access/can.ts'
import { checkDraft } from '#core/registers/officer-draft.ts'
import { moveOfficer } from '#core/registers/officer-state.ts'
import { maskPhone } from '#core/registers/person-cells.ts'
import { dateAt } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { findOrg } from '#server/access/store.ts'
import { command, type Query, query } from '#server/http/call.ts'
import { os } from '#server/http/os.ts'
import { found, Problem, unwrap } from '#server/http/problem.ts'
import { policyOf } from '#server/policy/at.ts'
import { leavesOf, recusalsOf } from './absence-store.ts'
import { groupsOf } from './group-store.ts'
import * as saving from './officer-save-store.ts'
import * as store from './officer-store.ts'

export const officerHandlers = {
  list: os.officers.list.handler(
    query(async (call) => {
      const page = await store.listOfficers(call.tx, scopeOf(call.actor), await todayOf(call), call.input)
      return { ...page, rows: page.rows.map(presentRow) }
    }),
  ),

  get: os.officers.get.handler(
    query(async (call) => {
      const { tx, actor, input } = call
      const officer = found(await store.findOfficer(tx, input.officerId, await todayOf(call)))
      if (!within(actor, officer)) throw new Problem('not_found')
      const { phone, dept: _, issuer: __, ...rest } = officer
      const edit = can(actor, 'officer.import', officer)
      return {
        ...rest,
        phoneMasked: phone === null ? null : maskPhone(phone),
        certificates: await saving.certificatesOf(tx, officer.id),
        leaves: await leavesOf(tx, officer.id),
        recusalList: await recusalsOf(tx, officer.id),
        groups: await groupsOf(tx, officer.id),
        loadThisYear: await saving.loadOf(tx, officer.id, (await todayOf(call)).date.slice(0, 4)),
        abilities: { edit, recuse: edit },
      }
    }),
  ),

  summary: os.officers.summary.handler(
    query(async (call) => {
      const today = await todayOf(call)
      return { ...(await store.summarise(call.tx, scopeOf(call.actor), call.input.population, today)), warnDays: today.warnDays }
    }),
  ),

  save: os.officers.save.handler(
    command('officer.save', async ({ input, tx, actor, now, record }) => {
      const { commandId: _, officerId, orgId, certificates, phone: asked, ...text } = input
      const org = found(await findOrg(tx, orgId))
      if (!within(actor, { orgPath: org.path, dept: org.dept })) throw new Problem('not_found')
      const known = officerId === null ? null : await lockOwn(tx, actor, officerId)
      if (known !== null && known.population !== text.population) throw new Problem('officer_population_fixed')
      const { phone: number } = unwrap(checkDraft(input))
      // A screen shows the telephone masked, so an absent one is the one that is known; an empty one takes it away.
      const phone = asked === null ? (known?.phone ?? null) : number
      const officer = { ...text, phone, org, qualifications: tidy(text.qualifications), expertise: tidy(text.expertise) }
      const id = known?.id ?? randomUUID()
      await (known === null ? saving.insertOfficer(tx, id, officer, actor, now) : saving.updateOfficer(tx, id, officer, actor, now))
      await saving.saveCertificates(tx, id, certificates, now)
      const numbers = certificates.map(({ certificateNo, validTo }) => `${certificateNo} ${validTo}`)
      record(`officer:${id}`, { name: officer.name, added: known === null, org: org.name, certificates: numbers })
      return { officerId: id }
    }),
  ),

  setState: os.officers.setState.handler(
    command('officer.set_state', async ({ input, tx, actor, now, record }) => {
      const officer = await lockOwn(tx, actor, input.officerId)
      const groups = (await groupsOf(tx, officer.id)).map(({ name }) => name)
      const state = unwrap(moveOfficer(officer.state, input.state, groups))
      await store.setState(tx, officer.id, state, actor, now)
      record(`officer:${officer.id}`, { name: officer.name, state, reason: input.reason })
      return { state }
    }),
  ),
}

export const scopeOf = (actor: Actor): store.Scope => ({ orgPath: actor.orgPath, dept: spansDepartments(actor) ? null : actor.dept })

export const todayOf = async ({ tx, actor, now }: Pick<Query<unknown>, 'tx' | 'actor' | 'now'>): Promise<store.Today> => ({
  date: dateAt(now),
  warnDays: (await policyOf(tx, actor, now)).matching.certificateWarnDays.value,
})

/** A person within the actor's jurisdiction, locked until the transaction ends. */
export async function lockOwn(tx: Tx, actor: Actor, id: string): Promise<store.LockedOfficer> {
  const [officer] = await store.lockOfficers(tx, [id])
  if (officer === undefined || !within(actor, officer)) throw new Problem('not_found')
  return officer
}

const tidy = (words: readonly string[]): string[] => [...new Set(words.map((word) => word.trim()).filter((word) => word !== ''))].sort()

const presentRow = ({ dept: _, ...row }: store.OfficerRecord) => row

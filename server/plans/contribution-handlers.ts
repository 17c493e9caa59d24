/** 填报: handlers. Offices write rows of a plan and hand them in; somebody else takes them in. */
import { randomUUID } from 'node:crypto'
import { type Actor, can } from '#core/access/can.ts'
import { roleCodes, roles } from '#core/access/roles.ts'
import { type ContributionVerb, moveContribution } from '#core/plans/contribution-state.ts'
import { isEditable } from '#core/plans/state.ts'
import { dateAt } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { itemsById } from '#server/catalogue/store.ts'
import { type Command, command, query } from '#server/http/call.ts'
import { os } from '#server/http/os.ts'
import { found, Problem, unwrap } from '#server/http/problem.ts'
import { notify } from '#server/notices/notify.ts'
import { presentContribution, seesContribution, standingOf } from './contribution-present.ts'
import * as store from './contribution-store.ts'
import { addRows, checkedRows } from './rows.ts'
import { ownPlan, planInSight } from './sight.ts'
import { findPlan, type PlanRecord, savePlan } from './store.ts'

export const contributionHandlers = {
  mine: os.planContributions.mine.handler(
    query(async ({ input, tx, actor }) => {
      const page = await store.contributionsAskedOf(tx, actor, input)
      return { ...page, rows: page.rows.map((one) => presentContribution(one, actor)) }
    }),
  ),

  ofPlan: os.planContributions.ofPlan.handler(
    query(async ({ input, tx, actor }) => {
      const plan = await planInSight(tx, actor, input.planId)
      const all = await store.contributionsOfPlan(tx, plan.id)
      const shown = all.filter((one) => seesContribution(one, actor))
      return { contributions: shown.map((one) => presentContribution(one, actor)), abilities: { invite: mayInvite(plan, actor) } }
    }),
  ),

  get: os.planContributions.get.handler(
    query(async ({ input, tx, actor }) => {
      const one = await contributionInSight(tx, actor, input.contributionId)
      const rows = await store.rowsOfContribution(tx, one.id)
      const items = await itemsById(
        tx,
        rows.flatMap(({ itemIds }) => itemIds),
      )
      return {
        ...presentContribution(one, actor),
        year: one.year,
        kind: one.planKind,
        rows,
        itemNames: Object.fromEntries([...items].map(([id, { name }]) => [id, name])),
      }
    }),
  ),

  choices: os.planContributions.choices.handler(
    query(async ({ input, tx, actor }) => {
      const plan = await ownPlan(tx, actor, input.planId)
      const choices = await store.invitable(tx, plan, contributors)
      return {
        choices: choices.map(({ orgId, orgName, orgPath, people }) => ({
          orgId,
          orgName,
          own: orgPath === plan.orgPath,
          people: [...people],
        })),
      }
    }),
  ),

  invite: os.planContributions.invite.handler(
    command('plan.contribution_invite', async (call) => {
      const { input, tx, actor, now, record } = call
      const plan = await ownPlan(tx, actor, input.planId, 'lock')
      const may = mayInvite(plan, actor)
      if (!may.allowed) throw new Problem(may.reason)
      if (input.dueOn < dateAt(now)) throw new Problem('due_day_past', { day: input.dueOn })
      const asked = await invitations(tx, plan, input)
      const rest = { planId: plan.id, note: input.note, dueOn: input.dueOn, by: actor, at: now }
      const made = asked.map((one) => ({ ...one, ...rest, id: randomUUID() }))
      await store.insertContributions(tx, made)
      for (const one of made) await tell(tx, one, 'plan.contribution_invited', { name: plan.name, due: input.dueOn }, input.dueOn)
      record(`plan:${plan.id}`, { planNo: plan.planNo, offices: made.map(({ office }) => office).join('、'), dueOn: input.dueOn })
      return { ids: made.map(({ id }) => id) }
    }),
  ),

  save: os.planContributions.save.handler(
    command('plan.contribution_save', (call) => move(call, 'save', async () => ({ rows: call.input.rows, writer: call.actor.id }))),
  ),

  handIn: os.planContributions.handIn.handler(
    command('plan.contribution_hand_in', (call) =>
      move(call, 'handIn', async (one, plan) => {
        await checkedRows(call, plan, await store.rowsOfContribution(call.tx, one.id))
        const facts = { name: plan.name, org: one.office }
        await notify(call.tx, {
          to: { orgPath: plan.orgPath, dept: plan.dept, permission: 'plan.edit', but: call.actor.id },
          kind: 'plan.contribution_handed_in',
          thing: `plan:${plan.id}`,
          facts,
          at: call.now,
        })
        return { handedIn: call.actor, reason: call.input.note }
      }),
    ),
  ),

  recall: os.planContributions.recall.handler(
    command('plan.contribution_recall', (call) => move(call, 'recall', async () => ({ handedIn: null }))),
  ),

  decline: os.planContributions.decline.handler(
    command('plan.contribution_decline', (call) => move(call, 'decline', async () => ({ reason: call.input.reason }))),
  ),

  takeIn: os.planContributions.takeIn.handler(
    command('plan.contribution_take_in', async (call) => {
      let rowIds: readonly string[] = []
      const moved = await move(call, 'takeIn', async (one, plan) => {
        rowIds = await addRows(call, plan, await store.rowsOfContribution(call.tx, one.id))
        // Who wrote rows, and who took them in, have worked on the plan: neither approves it.
        const authors = [...one.writtenBy, one.handedInById, call.actor.id].filter((editor) => editor !== null)
        for (const editor of new Set(authors)) await savePlan(call.tx, plan.id, { editor }, call.now)
        return { takenIn: { name: call.actor.name, rowIds } }
      })
      return { ...moved, rowIds: [...rowIds] }
    }),
  ),

  giveBack: os.planContributions.giveBack.handler(
    command('plan.contribution_give_back', (call) =>
      move(call, 'giveBack', async (one, plan) => {
        await tell(call.tx, one, 'plan.contribution_returned', { name: plan.name, note: call.input.reason }, one.dueOn)
        return { reason: call.input.reason, handedIn: null }
      }),
    ),
  ),

  withdraw: os.planContributions.withdraw.handler(
    command('plan.contribution_withdraw', (call) => move(call, 'withdraw', async () => ({ reason: call.input.reason }))),
  ),
}

/** Roles that may fill in rows. */
const contributors = roleCodes.filter((role) => roles[role].can.some((permission) => permission === 'plan.contribute'))

type Moving = Command<{ contributionId: string; commandId: string; seen: string }>

/** Loads and locks, lets core decide, writes. The plan is locked first, so that it is not submitted at the same moment. */
async function move(
  call: Moving,
  verb: ContributionVerb,
  change: (one: store.ContributionRecord, plan: PlanRecord) => Promise<Omit<store.ContributionChange, 'state'>>,
): Promise<{ state: string; updatedAt: string }> {
  const { input, tx, actor, now, record } = call
  const { planId } = await contributionInSight(tx, actor, input.contributionId)
  const plan = found(await findPlan(tx, planId, 'lock'))
  const one = found(await store.findContribution(tx, input.contributionId, 'lock'))
  if (one.updatedAt !== input.seen) throw new Problem('page_stale')
  const state = unwrap(moveContribution(standingOf(one), verb, actor))
  await store.saveContribution(tx, one.id, { state, ...(await change(one, plan)) }, now)
  // Saving is work at the desk of the office; the plan tells what is handed over.
  const thing = verb === 'save' ? `plan_contribution:${one.id}` : `plan:${plan.id}`
  record(thing, { planNo: plan.planNo, office: one.office, rows: one.rowCount, ...reasonIn(input) })
  return { state, updatedAt: found(await store.findContribution(tx, one.id)).updatedAt }
}

const reasonIn = (input: object): { note?: string } => {
  const text = 'reason' in input ? input.reason : 'note' in input ? input.note : ''
  return typeof text === 'string' && text !== '' ? { note: text } : {}
}

/** Everybody who is asked exists, is of the plan's department here or below, may fill in rows, and is not asked already. */
async function invitations(
  tx: Tx,
  plan: PlanRecord,
  { to }: { readonly to: readonly { orgId: string; accountId: string | null; office: string }[] },
): Promise<Pick<store.NewContribution, 'orgPath' | 'dept' | 'orgName' | 'accountId' | 'accountName' | 'office'>[]> {
  const choices = await store.invitable(tx, plan, contributors)
  const open = new Set((await store.openRequests(tx, plan.id)).map(keyOf))
  return to.map(({ orgId, accountId, office }) => {
    const org = choices.find((one) => one.orgId === orgId)
    const person = org?.people.find((one) => one.accountId === accountId)
    if (org === undefined || (accountId !== null && person === undefined)) throw new Problem('contributor_unknown')
    const { orgPath, dept, orgName } = org
    const key = keyOf({ orgPath, dept, office })
    if (open.has(key)) throw new Problem('contribution_asked_already', { office })
    open.add(key)
    return { orgPath, dept, orgName, office, accountId, accountName: person?.name ?? null }
  })
}

const keyOf = ({ orgPath, dept, office }: { orgPath: string; dept: string; office: string }): string => `${orgPath} ${dept} ${office}`

const tell = (
  tx: Tx,
  one: Pick<store.ContributionRecord, 'id' | 'orgPath' | 'dept' | 'accountId'>,
  kind: 'plan.contribution_invited' | 'plan.contribution_returned',
  facts: Readonly<Record<string, string>>,
  dueOn: string,
) =>
  notify(tx, {
    to: one.accountId === null ? { orgPath: one.orgPath, dept: one.dept, permission: 'plan.contribute' } : { accountId: one.accountId },
    kind,
    thing: `plan_contribution:${one.id}`,
    facts,
    dueOn,
  })

async function contributionInSight(tx: Tx, actor: Actor, id: string): Promise<store.ContributionRecord> {
  const one = found(await store.findContribution(tx, id))
  if (!seesContribution(one, actor)) throw new Problem('not_found')
  return one
}

const mayInvite = (plan: PlanRecord, actor: Actor) => {
  const ability = can(actor, 'plan.edit', plan)
  if (!ability.allowed) return ability
  return isEditable(plan.state) ? ability : ({ allowed: false, reason: 'plan_not_editable' } as const)
}

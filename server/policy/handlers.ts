/** 政策参数: handlers. */
import { randomUUID } from 'node:crypto'
import { type Actor, can, isPathWithin } from '#core/access/can.ts'
import { frequencyRules } from '#core/ledger/guard.ts'
import { nationalPolicy } from '#core/policy/national.ts'
import { isPolicyKey, policySettings } from '#core/policy/settings.ts'
import { checkForce, mayRead, movePolicy, type PolicyState, type PolicyVerb, policyAbility } from '#core/policy/state.ts'
import { dateAt, parseDate } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { type Command, command, query } from '#server/http/call.ts'
import { os } from '#server/http/os.ts'
import { found, Problem, unwrap } from '#server/http/problem.ts'
import { notify } from '#server/notices/notify.ts'
import { stepsOf } from '#server/record/store.ts'
import { regionLabels } from '#server/registers/regions.ts'
import { resolvedAt } from './at.ts'
import { packText } from './draft.ts'
import { placesAround } from './place-store.ts'
import { plainValue, presentChanges, presentHead, presentOwn, presentSettings, sourceOf } from './present.ts'
import * as store from './store.ts'
import { refuseWeaker, weakerThanAbove } from './strictness.ts'

export const policyHandlers = {
  current: os.policy.current.handler(
    query(async ({ input, tx, actor, now }) => {
      const place = placeFor(actor, input.place)
      const day = parseDate(input.day ?? '') ?? dateAt(now)
      const places = await placesAround(tx, actor.orgPath, place)
      const mine = { orgPath: place, dept: actor.dept }
      return {
        place,
        placeName: found(places.find(({ path }) => path === place)).name,
        day,
        settings: presentSettings(await resolvedAt(tx, place, day)),
        places,
        abilities: { create: can(actor, 'policy.edit', mine) },
      }
    }),
  ),

  history: os.policy.history.handler(
    query(async ({ input, tx, actor }) => {
      const { key } = input
      if (!isPolicyKey(key)) throw new Problem('policy_key_unknown', { key, field: key })
      const packs = await store.publishedAbove(tx, placeFor(actor, input.place))
      const national = found(policySettings.find((one) => one.key === key)).setting
      const placed = packs
        .sort((a, b) => (a.validFrom === b.validFrom ? b.version - a.version : a.validFrom < b.validFrom ? 1 : -1))
        .flatMap(({ id, placeName, version, settings, validFrom, validTo }) => {
          const said = settings[key]
          return said === undefined
            ? []
            : [{ packId: id, placeName, version, value: plainValue(said.value), source: sourceOf(said.source), validFrom, validTo }]
        })
      const ours = { packId: null, placeName: nationalPolicy.zh, version: 1, validFrom: null, validTo: null }
      return { rows: [...placed, { ...ours, value: plainValue(national.value), source: sourceOf(national.source) }] }
    }),
  ),

  packs: os.policy.packs.handler(
    query(async ({ input, tx, actor, now }) => {
      const page = await store.listPacks(tx, actor.orgPath, input)
      const rows = await Promise.all(
        page.rows.map(async (pack) => presentHead(pack, await store.publishedAbove(tx, pack.path), dateAt(now))),
      )
      return { ...page, rows }
    }),
  ),

  pack: os.policy.pack.handler(
    query(async ({ input, tx, actor, now }) => {
      const pack = await getPack(tx, actor, input.packId)
      const before = await store.versionBefore(tx, pack)
      const ability = (verb: PolicyVerb) => policyAbility(pack, verb, actor)
      return {
        ...presentHead(pack, await store.publishedAbove(tx, pack.path), dateAt(now)),
        reason: pack.reason,
        opinion: pack.opinion,
        createdByOrg: pack.createdByOrg,
        own: presentOwn(pack.settings, await weakerThanAbove(tx, pack, dateAt(now))),
        changes: presentChanges(before?.settings ?? {}, pack.settings),
        before: before === null ? null : { id: before.id, version: before.version },
        steps: await stepsOf(tx, `policy:${pack.id}`),
        abilities: {
          edit: ability('edit'),
          submit: ability('submit'),
          return: ability('return'),
          publish: ability('publish'),
          discard: ability('discard'),
        },
      }
    }),
  ),

  create: os.policy.create.handler(
    command('policy.create', async ({ input, tx, actor, now, record }) => {
      const { path } = input
      if (!isPathWithin(actor.orgPath, path)) throw new Problem('policy_place_outside', { place: path, field: 'path' })
      const placeName = (await regionLabels(tx, [path])).get(path)
      if (placeName === undefined) throw new Problem('region_unknown', { field: 'path' })
      const text = packText(input, now)
      await refuseWeaker(tx, { path, ...text })
      const version = await store.nextVersion(tx, path)
      const id = randomUUID()
      const by = { createdBy: actor.id, createdByName: actor.name, createdByOrg: actor.orgName }
      await store.insertPack(tx, { ...text, ...by, id, path, placeName, version, code: `cn-${path.replaceAll('.', '-')}` }, now)
      record(`policy:${id}`, { path, version, settings: Object.keys(text.settings).length })
      return { packId: id, version }
    }),
  ),

  edit: os.policy.edit.handler(
    command('policy.edit', async ({ input, tx, actor, now, record }) => {
      const pack = await seenPack(tx, actor, input)
      const state = unwrap(movePolicy(pack, 'edit', actor))
      const text = packText(input, now)
      await refuseWeaker(tx, { path: pack.path, ...text })
      await store.savePackText(tx, pack.id, text, actor.id, now)
      record(`policy:${pack.id}`, { settings: Object.keys(text.settings).length, reason: text.reason })
      return { state }
    }),
  ),

  submit: os.policy.submit.handler(
    command('policy.submit', async (call) => {
      const pack = await seenPack(call.tx, call.actor, call.input)
      unwrap(movePolicy(pack, 'submit', call.actor))
      unwrap(checkForce(pack, dateAt(call.now)))
      // What is published above may have become stricter since the draft was written.
      await refuseWeaker(call.tx, pack)
      return await move(call, pack, 'submit', {})
    }),
  ),
  discard: os.policy.discard.handler(
    command('policy.discard', async (call) => move(call, await seenPack(call.tx, call.actor, call.input), 'discard', {})),
  ),
  return: os.policy.return.handler(
    command('policy.return', async (call) => {
      const opinion = call.input.opinion.trim()
      if (opinion === '') throw new Problem('policy_opinion_missing', { field: 'opinion' })
      return await move(call, await seenPack(call.tx, call.actor, call.input), 'return', { opinion })
    }),
  ),
  publish: os.policy.publish.handler(
    command('policy.publish', async (call) => {
      const { tx, actor, now, input } = call
      const pack = await seenPack(tx, actor, input)
      const state = unwrap(movePolicy(pack, 'publish', actor))
      unwrap(checkForce(pack, dateAt(now)))
      await refuseWeaker(tx, pack)
      await store.savePackState(tx, pack.id, { state, opinion: input.opinion.trim() }, actor, now)
      await publishCap(call, pack)
      call.record(`policy:${pack.id}`, { path: pack.path, version: pack.version, opinion: input.opinion })
      return { state }
    }),
  ),
}

/** The place asked for, where the reader works, above or below it; another place does not exist for them. */
export function placeFor(actor: Actor, place: string | undefined): string {
  if (place === undefined) return actor.orgPath
  if (!isPathWithin(actor.orgPath, place) && !isPathWithin(place, actor.orgPath)) throw new Problem('not_found')
  return place
}

async function getPack(tx: Tx, actor: Actor, id: string, lock: 'lock' | 'read' = 'read'): Promise<store.PackRecord> {
  const pack = await store.findPack(tx, id, lock)
  if (pack === null || !mayRead(pack, actor)) throw new Problem('not_found')
  return pack
}

/** The pack, held, as the page showed it. */
async function seenPack(tx: Tx, actor: Actor, { packId, seen }: { packId: string; seen: string }): Promise<store.PackRecord> {
  const pack = await getPack(tx, actor, packId, 'lock')
  if (pack.updatedAt !== seen) throw new Problem('page_stale')
  return pack
}

async function move(
  { tx, actor, now, record }: Command<{ commandId: string }>,
  pack: store.PackRecord,
  verb: Exclude<PolicyVerb, 'edit' | 'publish'>,
  { opinion }: { readonly opinion?: string },
): Promise<{ state: PolicyState }> {
  const state = unwrap(movePolicy(pack, verb, actor))
  const submittedBy = verb === 'submit' ? { submittedBy: actor.id } : verb === 'return' ? { submittedBy: null } : {}
  await store.savePackState(tx, pack.id, { state, ...submittedBy, ...(opinion === undefined ? {} : { opinion }) }, null, now)
  await tell(tx, actor, pack, { verb, note: opinion ?? '', at: now })
  record(`policy:${pack.id}`, { version: pack.version, ...(opinion === undefined ? {} : { opinion }) })
  return { state }
}

/** Whose turn it is now: those who publish at the place, or the author again. */
async function tell(
  tx: Tx,
  actor: Actor,
  pack: store.PackRecord,
  { verb, note, at }: { verb: PolicyVerb; note: string; at: string },
): Promise<void> {
  const about = { thing: `policy:${pack.id}`, facts: { name: pack.placeName, note }, at }
  const deciders = { orgPath: pack.path, dept: actor.dept, permission: 'policy.approve', but: actor.id } as const
  if (verb === 'submit') await notify(tx, { ...about, to: deciders, kind: 'policy.submitted', dueOn: pack.validFrom })
  if (verb === 'return') await notify(tx, { ...about, to: { accountId: pack.createdBy }, kind: 'policy.returned' })
}

/** The public copy: what the cap of the place is by this version, also where the version says nothing of it. */
async function publishCap({ tx, actor, now }: Command<unknown>, pack: store.PackRecord): Promise<void> {
  const { policy } = await resolvedAt(tx, pack.path, pack.validFrom)
  const { cap, warnAt, exceptions } = frequencyRules(policy)
  const source = sourceOf(policy.ledger.plannedCap.source)
  const basis = 'rule' in source ? source.rule : source.ownDefault
  const own = pack.settings['ledger.plannedCap'] !== undefined
  await store.publishCap(tx, pack, { orgName: actor.orgName, own, cap, warnAt, exceptions, basis }, now)
}

/** 提醒与通知: handlers. One's own and nobody else's; the log of what was sent is for administrators. */
import { noticeChannels } from '#contract/notices.ts'
import { command, query } from '#server/http/call.ts'
import type { Services } from '#server/http/context.ts'
import { os } from '#server/http/os.ts'
import { found, Problem } from '#server/http/problem.ts'
import { masked } from './adapters/adapter.ts'
import * as addresses from './address-store.ts'
import * as deliveries from './delivery-store.ts'
import { notify } from './notify.ts'
import * as store from './store.ts'

export const noticeHandlers = {
  list: os.notices.list.handler(query(({ input, tx, actor }) => store.listNotices(tx, actor, input))),

  unread: os.notices.unread.handler(query(async ({ tx, actor }) => ({ unread: await store.countUnread(tx, actor) }))),

  read: os.notices.read.handler(
    command('notice.read', async ({ input, tx, actor, now, record }) => {
      const read = await store.markRead(tx, actor, input.upTo, now)
      record(`account:${actor.id}`, { read })
      return { read }
    }),
  ),

  address: os.notices.address.handler(
    query(async ({ tx, actor, services }) => ({
      ...((await addresses.findAddress(tx, actor.id)) ?? { email: null, mobile: null, least: 'all' as const, updatedAt: null }),
      channels: [...channelsOf(services)],
    })),
  ),

  saveAddress: os.notices.saveAddress.handler(
    command('notice.address', async ({ input, tx, actor, now, record }) => {
      const stands = await addresses.findAddress(tx, actor.id, 'lock')
      if ((stands?.updatedAt ?? null) !== input.seen) throw new Problem('page_stale')
      const { email, mobile, least } = input
      await addresses.saveAddress(tx, actor.id, { email, mobile, least }, now)
      // The record is read by others, so it says that an address was set and not which.
      record(`account:${actor.id}`, { email: email === null ? 'no' : 'yes', mobile: mobile === null ? 'no' : 'yes', least })
      return { updatedAt: now }
    }),
  ),

  test: os.notices.test.handler(
    command('notice.test', async ({ tx, actor, now, record, services }) => {
      const address = await addresses.findAddress(tx, actor.id)
      const ready = channelsOf(services)
      const reached = (ready.has('email') && address?.email) || (ready.has('sms') && address?.mobile) || ready.has('webhook')
      if (!reached) throw new Problem('notice_no_address')
      const facts = { by: actor.name }
      const sent = await notify(tx, { to: { accountId: actor.id }, kind: 'house.test', thing: `account:${actor.id}`, facts, at: now })
      record(`account:${actor.id}`, { sent })
      return { sent }
    }),
  ),

  deliveries: os.notices.deliveries.handler(
    query(async ({ input, tx, actor }) => {
      const page = await deliveries.listDeliveries(tx, actor.orgPath, input)
      return { ...page, rows: page.rows.map((row) => ({ ...row, target: row.channel === 'webhook' ? '' : masked(row.target) })) }
    }),
  ),

  channels: os.notices.channels.handler(
    query(async ({ tx, actor, services }) => {
      const tallies = new Map((await deliveries.tallyChannels(tx, actor.orgPath)).map((tally) => [tally.channel, tally]))
      return { rows: noticeChannels.map((channel) => standing(channel, services, tallies.get(channel))) }
    }),
  ),

  again: os.notices.again.handler(
    command('notice.again', async ({ input, tx, actor, now, record }) => {
      const delivery = found(await deliveries.findDelivery(tx, actor.orgPath, input.deliveryId))
      if (delivery.state !== 'failed') throw new Problem('delivery_not_failed')
      await deliveries.sendAgain(tx, input.deliveryId, now)
      record(`delivery:${input.deliveryId}`)
      return { state: 'waiting' }
    }),
  ),
}

const channelsOf = ({ adapters = [] }: Pick<Services, 'adapters'>) => new Set(adapters.map(({ channel }) => channel))

function standing(
  channel: (typeof noticeChannels)[number],
  { adapters = [] }: Pick<Services, 'adapters'>,
  tally: deliveries.ChannelTally | undefined,
) {
  const adapter = adapters.find((one) => one.channel === channel)
  return {
    channel,
    ready: adapter !== undefined,
    where: adapter?.where ?? '',
    official: adapter?.official ?? false,
    waiting: tally?.waiting ?? 0,
    failed: tally?.failed ?? 0,
  }
}

/** 通知: handlers. One's own and nobody else's. */
import { command, query } from '#server/http/call.ts'
import { os } from '#server/http/os.ts'
import * as store from './store.ts'

export const noticeHandlers = {
  list: os.notices.list.handler(
    query(async ({ input, tx, actor }) =>
      actor.officerId === null
        ? { rows: [], next: null, count: { value: 0, capped: false } }
        : await store.listNotices(tx, actor.officerId, input),
    ),
  ),

  unread: os.notices.unread.handler(
    query(async ({ tx, actor }) => ({ unread: actor.officerId === null ? 0 : await store.countUnread(tx, actor.officerId) })),
  ),

  read: os.notices.read.handler(
    command('notice.read', async ({ input, tx, actor, now, record }) => {
      const read = actor.officerId === null ? 0 : await store.markRead(tx, actor.officerId, input.upTo, now)
      record(`account:${actor.id}`, { read })
      return { read }
    }),
  ),
}

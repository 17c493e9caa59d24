/** 通知: what an officer is told, at the earliest when the task is dispatched. */
import * as z from 'zod'
import { CommandId, endpoint, Instant, PageInput, page } from './base.ts'

export const Notice = z.object({
  id: z.uuid(),
  kind: z.enum(['assigned', 'joined', 'released', 'refused']).describe('抽中 | 补入 | 调出 | 申请未获批准'),
  taskId: z.uuid(),
  facts: z.record(z.string(), z.unknown()).describe('taskName, objects, from, to; for joined and released the object names, at most five.'),
  at: Instant,
  readAt: Instant.nullable(),
})
export type Notice = z.infer<typeof Notice>

export const notices = {
  /** The caller's own; accounts that are no officer have none. */
  list: endpoint('signedIn').route({ method: 'GET', path: '/notices', summary: '本人通知' }).input(PageInput).output(page(Notice)),
  unread: endpoint('signedIn')
    .route({ method: 'GET', path: '/notices/unread', summary: '未读通知数' })
    .output(z.object({ unread: z.number().int() })),
  read: endpoint('signedIn')
    .route({ method: 'POST', path: '/notices/read', summary: '标记已读' })
    .input(z.object({ commandId: CommandId, upTo: Instant.describe('Every notice up to this time.') }))
    .output(z.object({ read: z.number().int() })),
}

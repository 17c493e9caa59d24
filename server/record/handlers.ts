/** 业务留痕: handlers. */
import { query } from '#server/http/call.ts'
import { os } from '#server/http/os.ts'
import { listRecord } from './store.ts'

export const recordHandlers = {
  list: os.record.list.handler(query(({ input, tx, actor }) => listRecord(tx, actor, input))),
}

/** 信用风险等级历史与标记: handlers; the endpoint itself asks for `risk.read`. */
import { query } from '#server/http/call.ts'
import { os } from '#server/http/os.ts'
import { found } from '#server/http/problem.ts'
import { placeOf } from './label-object-store.ts'
import { flagsOf, riskHistoryOf } from './risk-store.ts'
import { riskOf } from './store.ts'

export const riskHandlers = {
  risk: os.libraries.risk.handler(
    query(async ({ input, tx, actor }) => {
      found(await placeOf(tx, actor.orgPath, input.subject))
      return {
        current: await riskOf(tx, input.subject),
        history: await riskHistoryOf(tx, input.subject),
        flags: await flagsOf(tx, input.subject),
      }
    }),
  ),
}

/** 清单之外的“其他”事项: allowed or not, and how often each organisation used them. */
import { spansDepartments } from '#core/access/can.ts'
import type { Source } from '#core/policy/pack.ts'
import { query } from '#server/http/call.ts'
import { os } from '#server/http/os.ts'
import { policyOf } from '#server/policy/at.ts'
import { otherUseOf } from './other-use-store.ts'

export const otherUse = os.catalogue.otherUse.handler(
  query(async ({ input, tx, actor, now }) => {
    const { otherItems, otherItemsMost } = (await policyOf(tx, actor, now)).catalogue
    return {
      allowed: otherItems.value,
      most: otherItemsMost.value,
      source: said(otherItems.source),
      rows: await otherUseOf(tx, spansDepartments(actor) ? null : actor.dept, input.year),
    }
  }),
)

const said = (source: Source): string => ('rule' in source ? source.rule : source.ownDefault)

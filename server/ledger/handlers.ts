/** 检查频次: handlers. */
import { type Actor, isPathWithin, within } from '#core/access/can.ts'
import { exceptAbility } from '#core/ledger/except.ts'
import { checkException, frequencyRules } from '#core/ledger/guard.ts'
import { dateAt, type PlainDate } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { command, query } from '#server/http/call.ts'
import { os } from '#server/http/os.ts'
import { found, Problem, unwrap } from '#server/http/problem.ts'
import { decodeCursor, encodeCursor } from '#server/paging.ts'
import { policyAt } from '#server/policy/at.ts'
import { regionLabels } from '#server/registers/regions.ts'
import { entityNames, findEntity } from '#server/registers/store.ts'
import { guard } from './guard.ts'
import { itemUseOf } from './item-store.ts'
import * as lines from './line-store.ts'
import { presentLines } from './present.ts'

export const ledgerHandlers = {
  check: os.ledger.check.handler(
    query(async ({ input, tx, actor, now }) => (await frequencyOf(tx, actor, input.subject, dateAt(now))).answer),
  ),

  object: os.ledger.object.handler(
    query(async ({ input, tx, actor, now }) => {
      const { answer, rules, seen } = await frequencyOf(tx, actor, input.subject, dateAt(now))
      const counted = new Set(seen.flatMap(({ counted }) => counted ?? []))
      return {
        ...answer,
        exceptions: [...rules.exceptions],
        lines: await presentLines(tx, actor, seen, rules),
        hidden: Math.max(0, answer.planned + answer.elsewhere + answer.triggered - counted.size),
      }
    }),
  ),

  list: os.ledger.list.handler(
    query(async ({ input, tx, actor, now }) => {
      const day = dateAt(now)
      const policy = await policyAt(tx, actor.orgPath, day)
      const rules = frequencyRules(policy)
      const year = input.year ?? Number(day.slice(0, 4))
      const least = input.least ?? rules.cap
      const [after = ''] = decodeCursor(input.cursor, 1) ?? []
      const asked = { year, place: actor.orgPath, least }
      const high = await lines.highUsers(tx, { ...asked, after, limit: input.limit + 1 })
      const rows = high.slice(0, input.limit)
      const last = rows.at(-1)
      const known = await lines.objectsOf(
        tx,
        rows.map(({ subject }) => subject),
      )
      const labels = await regionLabels(
        tx,
        [...known.values()].map(({ regionPath }) => regionPath),
      )
      return {
        year,
        least,
        cap: rules.cap,
        warnAt: rules.warnAt,
        source: sourceWords(policy),
        rows: rows.map((row) => {
          const { name = row.subject, regionPath = '' } = known.get(row.subject) ?? {}
          return { ...row, name, regionName: labels.get(regionPath) ?? regionPath, over: row.planned > rules.cap }
        }),
        next: high.length > input.limit && last !== undefined ? encodeCursor([last.subject]) : null,
        count: await lines.countHighUsers(tx, asked),
      }
    }),
  ),

  except: os.ledger.except.handler(
    command('ledger.except', async ({ input, tx, actor, now, record }) => {
      const line = await lines.findLine(tx, input.visitId, 'lock')
      if (line === null || !within(actor, line)) throw new Problem('not_found')
      const ability = exceptAbility(actor, line, await lines.makersOf(tx, [line.taskId]))
      if (!ability.allowed) throw new Problem(ability.reason)
      const rules = frequencyRules(await policyAt(tx, line.orgPath, dateAt(now)))
      const stated = unwrap(checkException(input, rules))
      await lines.saveException(tx, line, stated, { id: actor.id, name: actor.name, at: now })
      record(`visit:${line.visitId}`, { subject: line.subject, exception: stated.code, note: stated.note })
      return { code: stated.code }
    }),
  ),
}

/** The figures of an object that the reader may know: one of their place, or one that they have a visit to. */
async function frequencyOf(tx: Tx, actor: Actor, subject: string, day: PlainDate) {
  const entity = await findEntity(tx, subject)
  // The work of other departments at the place counts, and is not shown.
  const year = Number(day.slice(0, 4))
  const seen = (await lines.linesOf(tx, subject, year)).filter((line) => line.ownSeat || within(actor, line))
  if ((entity === null || !isPathWithin(actor.orgPath, entity.regionPath)) && seen.length === 0) throw new Problem('not_found')
  const policy = await policyAt(tx, actor.orgPath, day)
  const { rules, rows } = await guard(tx, { subjects: [subject], planned: true, year, place: actor.orgPath, day }, 'scan')
  const { planned, elsewhere, triggered, verdict } = found(rows[0])
  const name = entity?.name ?? (await entityNames(tx, [subject])).get(subject) ?? subject
  const uses = await itemUseOf(tx, { subject, year, dept: actor.dept, place: actor.orgPath })
  const items = uses.map(({ code, name: of, used, cap }) => ({ code, name: of, used, cap }))
  const counts = { planned, elsewhere, triggered, items, verdict }
  return { rules, seen, answer: { subject, name, year, ...counts, cap: rules.cap, warnAt: rules.warnAt, source: sourceWords(policy) } }
}

const sourceWords = ({ ledger }: Awaited<ReturnType<typeof policyAt>>): string => {
  const { source } = ledger.plannedCap
  return 'rule' in source ? source.rule : source.ownDefault
}

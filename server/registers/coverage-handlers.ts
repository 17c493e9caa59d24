/** 事项适用范围: handlers. Which objects an item of the own department covers, and which items an object is under. */
import { can } from '#core/access/can.ts'
import { publishedItems } from '#server/catalogue/store.ts'
import { command, query } from '#server/http/call.ts'
import { os } from '#server/http/os.ts'
import { found, Problem } from '#server/http/problem.ts'
import * as store from './coverage-store.ts'
import { placeOf } from './label-object-store.ts'
import { regionLabels } from './regions.ts'

export const coverageHandlers = {
  coverage: os.libraries.coverage.handler(
    query(async ({ input, tx, actor }) => {
      if (!(await store.isItem(tx, input.itemCode, actor.dept))) throw new Problem('not_found')
      const rules = await store.rulesOf(tx, input.itemCode, actor)
      return {
        rules: rules.map((rule) => ({ ...rule, own: rule.orgPath === actor.orgPath })),
        mapped: await store.countMapped(tx, input.itemCode, actor),
        covered: await store.countCovered(tx, input.itemCode, actor),
        abilities: { edit: can(actor, 'library.manage') },
      }
    }),
  ),

  setCoverage: os.libraries.setCoverage.handler(
    command('item.set_coverage', async ({ input, tx, actor, now, record }) => {
      const { itemCode, rules } = input
      if (!(await store.isItem(tx, itemCode, actor.dept))) throw new Problem('not_found')
      const known = (await store.rulesOf(tx, itemCode, actor)).filter(({ orgPath }) => orgPath === actor.orgPath)
      const added = rules.filter((rule) => !known.some((one) => one.target === rule.target && one.targetId === rule.targetId))
      const [unknown] = await store.unknownTargets(tx, added, actor)
      if (unknown !== undefined) throw new Problem('coverage_target_unknown')
      await store.saveRules(tx, itemCode, actor, rules, actor, now)
      record(`item:${itemCode}`, { rules: rules.map(({ target, targetId }) => `${target}:${targetId}`) })
      return { rules: rules.length }
    }),
  ),

  objectsOfItem: os.libraries.objectsOfItem.handler(
    query(async ({ input, tx, actor }) => {
      if (!(await store.isItem(tx, input.itemCode, actor.dept))) throw new Problem('not_found')
      const { rows, next } = await store.coveredObjects(tx, input.itemCode, actor, input)
      const via = await store.viaOf(
        tx,
        input.itemCode,
        actor.dept,
        rows.map(({ subject }) => subject),
      )
      const places = await regionLabels(
        tx,
        rows.map(({ regionPath }) => regionPath),
      )
      return {
        rows: rows.map((row) => ({ ...row, regionName: places.get(row.regionPath) ?? row.regionPath, via: via.get(row.subject) ?? [] })),
        next,
        count: await store.countCovered(tx, input.itemCode, actor),
      }
    }),
  ),

  itemsOfObject: os.libraries.itemsOfObject.handler(
    query(async ({ input, tx, actor }) => {
      found(await placeOf(tx, actor.orgPath, input.subject))
      const names = new Map((await publishedItems(tx, actor)).map(({ code, name }) => [code, name]))
      const items = await store.itemsOfObject(tx, actor.dept, input.subject)
      return items.map((item) => ({ ...item, name: names.get(item.itemCode) ?? null }))
    }),
  ),
}

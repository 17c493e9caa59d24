/** 检查对象名录: handlers. */
import { frameHere } from '#server/draws/frame-place.ts'
import { query } from '#server/http/call.ts'
import { os } from '#server/http/os.ts'
import { policyOf } from '#server/policy/at.ts'
import { listObjects, objectQuery } from './object-list.ts'
import { objectPage } from './object-page.ts'
import { countOfficers } from './officer-store.ts'
import * as store from './store.ts'

export const registerHandlers = {
  listEntities: os.registers.listEntities.handler(
    query(async ({ input, tx, actor, now }) => {
      const { cursor, limit, sort, descending, asOf, ...asked } = input
      const search = { query: objectQuery(asked, actor), sorting: { sort, descending }, cursor, limit, asOf }
      return await listObjects(tx, actor, search, await frameHere(tx, actor.orgPath, now), now)
    }),
  ),

  countEntities: os.registers.countEntities.handler(
    query(async ({ input, tx, actor, now }) => {
      const scope = { orgPath: actor.orgPath, dept: actor.dept, query: objectQuery(input, actor) }
      return { objects: await store.countObjects(tx, scope, await frameHere(tx, actor.orgPath, now)) }
    }),
  ),

  getEntity: os.registers.getEntity.handler(
    query(async ({ input, tx, actor, now }) => objectPage(tx, actor, input.subject, { policy: await policyOf(tx, actor, now), now })),
  ),

  regions: os.registers.regions.handler(
    query(async ({ input, tx, actor }) => store.regionsUnder(tx, actor.orgPath, input.under ?? actor.orgPath)),
  ),

  count: os.registers.count.handler(
    query(async ({ tx, actor }) => ({
      entities: await store.countEntities(tx, actor.orgPath),
      officers: await countOfficers(tx, actor.orgPath),
    })),
  ),
}

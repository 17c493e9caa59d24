/** 检查小组: handlers. */
import { randomUUID } from 'node:crypto'
import { can, within } from '#core/access/can.ts'
import { checkGroup } from '#core/registers/group.ts'
import { findOrg } from '#server/access/store.ts'
import { command, query } from '#server/http/call.ts'
import { os } from '#server/http/os.ts'
import { found, Problem, unwrap } from '#server/http/problem.ts'
import * as store from './group-store.ts'
import { scopeOf } from './officer-handlers.ts'
import { lockOfficers } from './officer-store.ts'

export const groupHandlers = {
  listGroups: os.officers.listGroups.handler(
    query(async ({ input, tx, actor }) => {
      const page = await store.listGroups(tx, scopeOf(actor), input)
      const rows = page.rows.map(({ dept, ...group }) => ({
        ...group,
        abilities: { edit: can(actor, 'officer.import', { orgPath: group.orgPath, dept }) },
      }))
      return { ...page, rows }
    }),
  ),

  saveGroup: os.officers.saveGroup.handler(
    command('officer.group_save', async ({ input, tx, actor, now, record }) => {
      const org = found(await findOrg(tx, input.orgId))
      const place = { orgPath: org.path, dept: org.dept }
      if (!within(actor, place)) throw new Problem('not_found')
      if (input.groupId !== null) {
        const known = found(await store.lockGroup(tx, input.groupId))
        if (!within(actor, known)) throw new Problem('not_found')
        if (known.state === 'retired') throw new Problem('wrong_state')
      }
      // Locked, so that nobody leaves or is suspended between the check and the group.
      const candidates = await lockOfficers(tx, [input.leaderId, ...input.memberIds])
      const members = unwrap(checkGroup({ ...place, leaderId: input.leaderId, memberIds: input.memberIds }, candidates))
      const id = input.groupId ?? randomUUID()
      await store.saveGroup(tx, { id, name: input.name.trim(), org, members: members.map((one) => one.id) }, actor, now)
      record(`group:${id}`, { name: input.name, org: org.name, members: members.map((one) => one.name) })
      return { groupId: id }
    }),
  ),

  retireGroup: os.officers.retireGroup.handler(
    command('officer.group_retire', async ({ input, tx, actor, now, record }) => {
      const group = found(await store.lockGroup(tx, input.groupId))
      if (!within(actor, group)) throw new Problem('not_found')
      if (group.state === 'retired') throw new Problem('wrong_state')
      await store.retireGroup(tx, input.groupId, actor, now)
      record(`group:${input.groupId}`, { name: group.name })
      return { state: 'retired' as const }
    }),
  ),
}

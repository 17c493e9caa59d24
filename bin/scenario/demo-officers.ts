/** What makes an officer register of a county worth looking at: leave, recusals, a standing group, experts, and its filing with the level above. */
import { addDays, type PlainDate } from '#core/time.ts'
import { newCommandId } from './client.ts'
import type { Inspector, Staff } from './people.ts'
import { importFile } from './work.ts'

export async function furnishRegister(staff: Staff, inspectors: readonly Inspector[], today: PlainDate): Promise<void> {
  const { api } = staff.registrar
  const [, first, second, third, fourth] = inspectors
  const { rows: firms } = await api.registers.listEntities({ limit: 3 })
  const leave = { from: addDays(today, 3), to: addDays(today, 12), kind: 'training', note: '（演示）业务培训' } as const
  await api.officers.addLeave({ commandId: newCommandId(), officerId: first?.officerId ?? '', ...leave })
  for (const [i, relation] of (['kinship', 'former_employer'] as const).entries())
    await api.officers.declareRecusal({
      commandId: newCommandId(),
      officerId: second?.officerId ?? '',
      subject: firms[i]?.subject ?? '',
      relation,
      note: '（演示）',
    })
  const { org } = await api.access.me()
  await api.officers.saveGroup({
    commandId: newCommandId(),
    orgId: org.id,
    name: '综合检查一组',
    leaderId: third?.officerId ?? '',
    memberIds: [fourth?.officerId ?? ''],
  })
  const experts =
    '编号,姓名,工作单位,专家类别,状态\nE001,专家01,（演示）检验检测院,特种设备,有效\nE002,专家02,（演示）检验检测院,特种设备,有效\n'
  await importFile(staff.registrar, 'experts.csv', new TextEncoder().encode(experts), { kind: 'expert' })
  await api.officers.submitFiling({ commandId: newCommandId(), note: '（演示）年度名录备案' })
}

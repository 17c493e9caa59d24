/** A published plan as its paper states it: what the public reads of each row, and nothing that tells a class of risk. */
import type { Values } from '#core/documents/fill.ts'
import { methods } from '#core/inspections/outcomes.ts'
import { type PublicPlanRow, publicRow } from '#core/plans/public-row.ts'
import { planKinds, rowLevels } from '#core/plans/row.ts'
import { percent } from '#core/plans/row-checks.ts'
import type { Instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { found } from '#server/http/problem.ts'
import { findPlan } from '#server/plans/store.ts'
import { findVersion } from '#server/plans/version-store.ts'
import { chineseDate, chineseDay } from './chinese-date.ts'
import { departmentsOfPlan, issuerOf } from './facts-store.ts'
import { commonFields, type Gathered } from './gathered.ts'

export async function gatherPlan(tx: Tx, id: string, now: Instant): Promise<Gathered> {
  const plan = found(await findPlan(tx, id))
  const issuer = await issuerOf(tx, plan)
  const version = plan.version === 0 ? null : await findVersion(tx, id, plan.version)
  const rows = (version?.rows ?? []).filter(({ state }) => state !== 'cancelled').map((row) => publicRow(row, row.itemNames))
  const kind = Object.entries(planKinds).find(([code]) => code === plan.kind)?.[1].zh ?? ''
  const fields: Values = {
    ...commonFields(issuer, now),
    计划编号: plan.planNo,
    计划名称: version?.name ?? plan.name,
    计划年度: String(plan.year),
    计划类别: `${kind}计划`,
    任务项数: String(rows.length),
    版本说明: version === null || version.version < 2 ? '' : `第${version.version}版（${chineseDate(version.publishedAt)}调整后重新公布）`,
    参加部门: (await departmentsOfPlan(tx, id)).join('、'),
  }
  const notNow = version === null || plan.state === 'cancelled' ? 'plan_not_public_yet' : null
  return {
    issuer,
    about: plan.name,
    taskId: null,
    data: { fields, lists: { 计划任务: rows.map(rowValues) } },
    suggested: {},
    notNow,
    frequency: null,
    since: version?.publishedAt ?? null,
  }
}

function rowValues(row: PublicPlanRow, index: number): Values {
  const remarks = [row.remark, row.frequency, row.byRisk ? '按信用风险等级分类抽取' : '', row.itemsFixed ? '' : '不定项']
  return {
    序号: String(index + 1),
    任务名称: row.name,
    抽查类型: row.directed ? '定向' : '不定向',
    抽查事项: row.itemNames.join('；'),
    对象范围: row.objectScope,
    比例数量: amountOf(row),
    检查时间: `${chineseDay(row.from)}至${chineseDay(row.to)}`,
    检查方式: row.methods.map((method) => methods[method].zh).join('、'),
    抽查层级: rowLevels[row.level].zh,
    责任科室: row.office,
    配合单位: [...row.offices, ...row.parties].join('、'),
    备注: remarks.filter((remark) => remark !== '').join('；'),
  }
}

/** The ratio of the whole row and the number it comes to, as far as they are known. */
function amountOf({ ratePpm, target, targetText }: PublicPlanRow): string {
  if (targetText !== '') return targetText
  const number = target === null ? '' : `${target}户`
  if (ratePpm === null) return number
  return number === '' ? percent(ratePpm) : `${percent(ratePpm)}（${number}）`
}

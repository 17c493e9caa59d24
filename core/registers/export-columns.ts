/** Columns that the list of objects can be exported with: what they are called, and who may have them. */
import { type Actor, can } from '../access/can.ts'
import type { Instant } from '../time.ts'

type ColumnRow = { readonly zh: string; readonly en: string; readonly needs?: 'personal' | 'risk' }

export const exportColumns = {
  subject: { zh: '统一社会信用代码', en: 'Unified social credit code' },
  name: { zh: '名称', en: 'Name' },
  kind: { zh: '主体类型', en: 'Kind' },
  entityType: { zh: '企业类型', en: 'Type' },
  region: { zh: '所在地区', en: 'Region' },
  address: { zh: '住所', en: 'Address' },
  established: { zh: '成立日期', en: 'Established' },
  capital: { zh: '注册资本（元）', en: 'Capital (yuan)' },
  state: { zh: '登记状态', en: 'State' },
  industry: { zh: '行业代码', en: 'Industry' },
  labels: { zh: '监管标签', en: 'Labels' },
  scope: { zh: '经营范围', en: 'Scope of business' },
  owner: { zh: '所属主体', en: 'Belongs to' },
  lastInspected: { zh: '最近检查日期', en: 'Last inspected' },
  visitsThisYear: { zh: '本年度已检查次数', en: 'Inspections this year' },
  updated: { zh: '更新时间', en: 'Updated' },
  riskClass: { zh: '信用风险等级', en: 'Credit risk class', needs: 'risk' },
  legalRep: { zh: '法定代表人', en: 'Legal representative', needs: 'personal' },
} as const satisfies Readonly<Record<string, ColumnRow>>

export type ExportColumn = keyof typeof exportColumns

export const isExportColumn = (key: string): key is ExportColumn => Object.hasOwn(exportColumns, key)

const needOf = (column: ExportColumn): ColumnRow['needs'] => (exportColumns[column] as ColumnRow).needs // its declared shape

export const isPersonal = (columns: readonly ExportColumn[]): boolean => columns.some((column) => needOf(column) === 'personal')

export type ExportRefusal = 'export_columns' | 'export_personal' | 'risk_not_readable'

/** Why the actor may not export these columns, or null. */
export function refuseExport(actor: Actor, columns: readonly ExportColumn[]): ExportRefusal | null {
  if (columns.length === 0) return 'export_columns'
  if (isPersonal(columns) && !can(actor, 'register.personal').allowed) return 'export_personal'
  return columns.some((column) => needOf(column) === 'risk') && !can(actor, 'risk.read').allowed ? 'risk_not_readable' : null
}

/** Whether somebody with these permissions is offered the column. */
export const isOffered = (column: ExportColumn, permissions: readonly string[]): boolean => {
  const need = needOf(column)
  return need === undefined || permissions.includes(need === 'risk' ? 'risk.read' : 'register.personal')
}

export type ExportState = 'working' | 'done' | 'failed' | 'expired'

/** Where an export stands, from what is known of it. */
export function exportState(
  {
    finishedAt,
    expiresAt,
    removedAt,
  }: { readonly finishedAt: string | null; readonly expiresAt: string | null; readonly removedAt: string | null },
  progress: 'waiting' | 'running' | 'done' | 'failed' | null,
  now: Instant,
): ExportState {
  if (finishedAt === null) return progress === 'failed' ? 'failed' : 'working'
  return removedAt !== null || (expiresAt !== null && Date.parse(expiresAt) <= Date.parse(now)) ? 'expired' : 'done'
}

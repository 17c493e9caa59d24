/** 变更申请编号: region 6, date 8, BG, serial 3. Ours: DB50/T 1686 asks for a form and names no number. */
import { fail, ok, type Result } from '#core/result.ts'
import type { NumberFailure } from '../numbers.ts'

export function changeNo(regionCode: string, date: string, serial: number): Result<string, NumberFailure> {
  const scope = `${regionCode}${date.replaceAll('-', '')}BG`
  return serial > 999 ? fail({ type: 'numbers_used_up', scope }) : ok(`${scope}${String(serial).padStart(3, '0')}`)
}

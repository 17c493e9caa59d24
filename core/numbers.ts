/** National numbers of plans and tasks (domain.md §13). The serial comes from a counter; these functions only write it down. */
import { fail, ok, type Result } from './result.ts'

export type NumberFailure = { readonly type: 'numbers_used_up'; readonly scope: string }

/** The digit between date and serial; its meaning is not known from any source, so it stays data: `plan.typeDigit` of the policy. */
const usualDigit = '1'

/** 抽查计划编号: region 6, year 4, type 1, serial 3: 14 digits. */
export const planNo = (regionCode: string, year: number, serial: number, typeDigit = usualDigit): Result<string, NumberFailure> =>
  numbered(`${regionCode}${year}${typeDigit}`, serial)

/** 抽查任务编号: region 6, date 8, type 1, serial 3: 18 digits. */
export const taskNo = (regionCode: string, date: string, serial: number, typeDigit = usualDigit): Result<string, NumberFailure> =>
  numbered(`${regionCode}${date.replaceAll('-', '')}${typeDigit}`, serial)

/** The region code of six digits for an organisation path: 62 → 620000, 62.6201 → 620100. */
export const regionCodeOf = (path: string): string => (path.split('.').at(-1) ?? '').slice(0, 6).padEnd(6, '0')

// The national format has three digits: the thousandth number of a day or year does not exist.
function numbered(scope: string, serial: number): Result<string, NumberFailure> {
  if (serial > 999) return fail({ type: 'numbers_used_up', scope })
  return ok(`${scope}${String(serial).padStart(3, '0')}`)
}

/** 抽取比例 as plans write it: `3%`, `不低于3%`, `全覆盖`, `30户`, `A:3%；B:5%；C、D:60%` (重庆 2024 writes the ratio by class in the cell). */
import { isRiskClass } from '../registers/risk.ts'
import { type PlanRowText, type PlanStratum, wholeStratum } from './row.ts'

/** The strata a cell means, or null where it means none for sure. */
export function readRate(cell: string): Pick<PlanRowText, 'stratifyBy' | 'strata'> | null {
  const text = cell.normalize('NFKC').replaceAll(/\s/g, '')
  const classes = byClass(text)
  if (classes !== null) return { stratifyBy: 'riskClass', strata: classes }
  const count = /^(?:约)?(\d{1,8})(?:户|家|个)$/.exec(text)?.[1]
  if (count !== undefined) return { stratifyBy: 'none', strata: [{ name: '全部', values: [], count: Number(count) }] }
  const ratePpm = /^(?:全覆盖|全部|全量|100%检查)$/.test(text) ? 1_000_000 : oneRate(text)
  return ratePpm === null ? null : { stratifyBy: 'none', strata: [wholeStratum(ratePpm)] }
}

/** `3%` and `3` are three per cent; `0.03` is what a spreadsheet keeps of a cell it shows as 3%. A bare `1` may mean either, and is not guessed. */
function oneRate(text: string): number | null {
  const [, digits = '', sign = ''] = /^(?:不低于|不少于|按|≥|>=)?(\d{1,3}(?:\.\d{1,6})?)(%?)$/.exec(text) ?? []
  if (digits === '' || (sign === '' && Number(digits) === 1)) return null
  const ppm = Math.round(Number(digits) * (sign === '' && Number(digits) < 1 ? 1_000_000 : 10_000))
  return ppm <= 1_000_000 ? ppm : null
}

const oneClass = /([A-E](?:[、,/和]?[A-E])*)(?:类|级)?(?:企业)?[:为]?(\d{1,3}(?:\.\d{1,4})?)%/g

function byClass(text: string): PlanStratum[] | null {
  const found = [...text.matchAll(oneClass)]
  if (found.length === 0 || text.replaceAll(oneClass, '').replaceAll(/[；;、,。()]/g, '') !== '') return null
  const strata = found.map(([, letters = '', digits = '']): PlanStratum => {
    const values = [...letters].filter((letter) => /[A-E]/.test(letter))
    return { name: `${values.join('、')} 类`, values, ratePpm: Math.round(Number(digits) * 10_000), rounding: 'half-up' }
  })
  const values = strata.flatMap((stratum) => stratum.values)
  const sound = values.every(isRiskClass) && new Set(values).size === values.length
  return sound && strata.every((stratum) => 'ratePpm' in stratum && stratum.ratePpm <= 1_000_000) ? strata : null
}

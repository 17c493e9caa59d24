/** One row of a register file: what may be taken from it, and every reason why not. */
import { isSubject } from '#core/draws/subject.ts'
import { fail, ok, type Result } from '#core/result.ts'
import { absent, parseDate, text } from './cells.ts'
import { findColumns, type HeaderFailure } from './columns.ts'
import { type ColumnMap, type EntityColumn, entityColumnSet, type RowReason, type TypedKind, typedKinds } from './entity-columns.ts'
import { initialsOf } from './initials.ts'
import { locate, type Region, type RegionIndex } from './locate.ts'
import { type Mapped, parseMapping } from './mapping.ts'
import { parseCode } from './uscc.ts'

export {
  type ColumnMap,
  type EntityColumn,
  entityColumnSet,
  entityColumns,
  type RowReason,
  rowReasons,
} from './entity-columns.ts'

export type EntityDraft = Mapped & {
  readonly subject: string
  readonly name: string
  readonly initials: string
  readonly kind: string
  readonly entityType: string | null
  readonly regionPath: string
  readonly established: string | null
  readonly capitalYuan: number | null
  readonly capitalText: string | null
  readonly scope: string | null
  readonly address: string | null
  readonly legalRep: string | null
  readonly state: string
  readonly ownerSubject: string | null
}

export type RowFailure = { readonly field: EntityColumn; readonly reason: RowReason; readonly value: string }

/** `subject` where the row says that much: its object is in the file, whatever else is wrong. */
export type RowRefused = { readonly type: 'row_refused'; readonly failures: readonly RowFailure[]; readonly subject: string | null }

/** The places of a header row; names and identities must be there, the other columns may be missing. */
export const mapColumns = (header: readonly string[]): Result<ColumnMap, HeaderFailure> => findColumns(entityColumnSet, header)

export type RowContext = {
  readonly columns: ColumnMap
  readonly regions: RegionIndex
  readonly jurisdiction: string
  readonly today: string
  /** Codes of the items of the importer's department that are published. */
  readonly items: ReadonlySet<string>
}

type Cells = (column: EntityColumn) => string
type Refuse = (field: EntityColumn, reason: RowReason) => void

/** One row into a draft, or every reason why not. */
export function parseEntityRow(cells: readonly string[], context: RowContext): Result<EntityDraft, RowRefused> {
  const cell: Cells = (column) => {
    const at = context.columns[column]
    return at === undefined ? '' : (cells[at] ?? '').trim()
  }
  const failures: RowFailure[] = []
  const refuse: Refuse = (field, reason) => {
    failures.push({ field, reason, value: cell(field).slice(0, 200) })
  }
  const name = cell('name').normalize('NFC')
  if (absent(name)) refuse('name', 'name_missing')
  for (const [column, most] of limits) if (cell(column).length > most) refuse(column, 'too_long')
  const identity = identityOf(cell, refuse)
  const established = parseDate(cell('established'))
  if (established === 'invalid') refuse('established', 'date_invalid')
  else if (established !== null && established > context.today) refuse('established', 'date_in_future')
  const state = absent(cell('state')) ? 'active' : stateByText(cell('state'))
  if (state === null) refuse('state', 'state_unknown')
  const mapped = parseMapping(cell, context, refuse)
  const region = placeOf(cell, context, identity?.subject ?? null, refuse)
  const ownerSubject = ownerOf(cell, refuse)
  if (failures.length > 0 || identity === null || region === null || state === null)
    return fail({ type: 'row_refused', failures, subject: identity?.subject ?? null })
  return ok({
    ...identity,
    name,
    initials: initialsOf(name),
    entityType: text(cell('entityType')),
    regionPath: region.path,
    established: established === 'invalid' ? null : established,
    capitalYuan: parseCapital(cell('capital')),
    capitalText: text(cell('capital')),
    scope: text(cell('scope')),
    address: text(cell('address')),
    legalRep: text(cell('legalRep')),
    state,
    ownerSubject,
    ...mapped,
  })
}

/** Nothing of a licence is longer; what is longer is a slip of a spreadsheet, and would weigh on every list. */
const limits: readonly (readonly [EntityColumn, number])[] = [
  ['name', 200],
  ['entityType', 200],
  ['legalRep', 200],
  ['capital', 200],
  ['address', 500],
  ['scope', 20_000],
]

/** Who the object is: a body with a code, or by its kind and the identity it has there. Null after a refusal. */
function identityOf(cell: Cells, refuse: Refuse): { readonly subject: string; readonly kind: string } | null {
  const kindText = cell('objectKind').normalize('NFKC')
  const typed = absent(kindText) ? null : typedKindByWord.get(kindText)
  if (typed === undefined && !bodyWords.has(kindText)) {
    refuse('objectKind', 'kind_unknown')
    return null
  }
  if (typed) return typedIdentity(typed, cell, refuse)
  const code = parseCode(cell('code'))
  if (code.ok)
    return { subject: code.value, kind: kindOf(code.value, kindText.includes('代表机构') ? '常驻代表机构' : text(cell('entityType'))) }
  refuse('code', code.failure.type)
  return null
}

function typedIdentity(kind: TypedKind, cell: Cells, refuse: Refuse): { readonly subject: string; readonly kind: string } | null {
  const identity = cell('identity').normalize('NFC').replaceAll(/\s+/g, ' ').toUpperCase()
  const { prefix } = typedKinds[kind]
  const subject = identity.startsWith(`${prefix}:`) ? identity : `${prefix}:${identity}`
  if (absent(identity)) refuse('identity', 'identity_missing')
  else if (isSubject(subject)) return { subject, kind }
  else refuse('identity', 'identity_invalid')
  return null
}

const typedKindByWord: ReadonlyMap<string, TypedKind> = new Map(
  (Object.keys(typedKinds) as TypedKind[]).flatMap((kind) => typedKinds[kind].words.map((word) => [word, kind] as const)), // the keys of the table
)
/** Kinds of bodies that have a code; which of them it is, the code itself says. */
const bodyWords: ReadonlySet<string> = new Set([
  ...['', 'N/A', '-', '—', '企业', '市场主体', '经营主体', '个体工商户', '个体', '农民专业合作社', '合作社'],
  ...['代表机构', '常驻代表机构', '外国企业常驻代表机构', '其他'],
])

/** Where it belongs: the region of its code column where the file has one, else what address, city and code say. */
function placeOf(cell: Cells, { regions, jurisdiction }: RowContext, subject: string | null, refuse: Refuse): Region | null {
  const isInside = (region: Region): boolean => region.path === jurisdiction || region.path.startsWith(`${jurisdiction}.`)
  const ownCode = jurisdiction.slice(jurisdiction.lastIndexOf('.') + 1)
  const coded = cell('region').normalize('NFKC').replace(/[\s']/g, '')
  if (!absent(coded)) {
    const region = regionByCode(regions, coded)
    const isForeign = region === null ? /^\d+$/.test(coded) && !coded.startsWith(ownCode) : !isInside(region)
    if (isForeign) refuse('region', 'outside_jurisdiction')
    else if (region === null) refuse('region', 'region_code_unknown')
    return region
  }
  const address = text(cell('address'))
  // An identity of another kind tells no place: then the importer's own stands for the last digits of a code.
  const clue = subject?.includes(':') === true && !subject.startsWith('REG:') ? `00${ownCode}` : (subject ?? '')
  const region = locate(regions, { address, province: text(cell('province')), city: text(cell('city')), subject: clue })
  // The code is the last clue to the place: while it is wrong, nobody can say that the place is.
  if (region === null && subject !== null) refuse('address', 'region_unknown')
  else if (region !== null && !isInside(region)) refuse('address', 'outside_jurisdiction')
  return region
}

/** GB/T 2260 codes of 2, 4 or 6 digits, towns of 9 where a bureau entered them; with the zeros that people add. */
function regionByCode(regions: RegionIndex, code: string): Region | null {
  if (!/^\d{2,12}$/.test(code)) return null
  return (
    regions.byCode.get(code) ??
    regions.byCode.get(code.replace(/(0{3})+$/, '')) ??
    regions.byCode.get(code.slice(0, 6).replace(/(00)+$/, '')) ??
    null
  )
}

function ownerOf(cell: Cells, refuse: Refuse): string | null {
  if (absent(cell('owner'))) return null
  const code = parseCode(cell('owner'))
  if (!code.ok) refuse('owner', 'owner_invalid')
  return code.ok ? code.value : null
}

/** 注册资本 in whole yuan when the text is a plain amount of renminbi; the text itself is kept whatever it says. */
export function parseCapital(value: string): number | null {
  const found = /^([\d,]+(?:\.\d+)?)[(（]?(万?)(.*?)[)）]?$/.exec(value.replace(/\s/g, ''))
  if (found === null || !/^(元|人民币|元人民币|人民币元|元人民币元)?$/.test(found[3] ?? '')) return null
  const yuan = Math.round(Number((found[1] ?? '').replaceAll(',', '')) * (found[2] === '万' ? 10_000 : 1))
  return Number.isSafeInteger(yuan) && value.includes('万') ? yuan : null
}

const states: Readonly<Record<string, string>> = {
  存续: 'active',
  在业: 'active',
  开业: 'active',
  在营: 'active',
  正常: 'active',
  '存续(在营、开业、在册)': 'active',
  注销: 'deregistered',
  已注销: 'deregistered',
  吊销: 'revoked',
  已吊销: 'revoked',
  '吊销,未注销': 'revoked',
  吊销未注销: 'revoked',
  '吊销,已注销': 'deregistered',
  撤销: 'deregistered',
  迁出: 'moved_out',
  已迁出: 'moved_out',
}

function stateByText(value: string): string | null {
  const text = value.normalize('NFKC').replace(/\s/g, '')
  return Object.hasOwn(states, text) ? (states[text] ?? null) : null
}

/** 91 企业, 92 个体工商户, 93 农民专业合作社: the first two characters of a code (domain.md §12, marked as background there). */
export function kindOf(subject: string, entityType: string | null): string {
  if (entityType?.includes('常驻代表机构') === true) return 'rep_office'
  const kinds: Readonly<Record<string, string>> = { '91': 'enterprise', '92': 'individual', '93': 'cooperative' }
  return kinds[subject.slice(0, 2)] ?? 'other'
}

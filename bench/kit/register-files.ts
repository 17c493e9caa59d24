/** Register files for the bench of imports: a CSV of any length, and a workbook as spreadsheet programs write it. */
import pg from 'pg'
import { firmsCsv, type Place } from '#bin/scenario/firms.ts'
import { createZip } from '#server/registers/annotate-zip.ts'

/** Every county of a province as a place that firms name, so that each row is looked up among its regions as in real work. */
export async function placesOf(url: string, province: string): Promise<readonly Place[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<Place>(
      `select county.code, '甘肃' as province, city.name as city, '甘肃省' || city.name || county.name || '人民路' as address
        from region county join region city on city.level = 'city' and starts_with(county.path, city.path || '.')
        where county.level = 'county' and starts_with(county.path, $1 || '.') order by county.path`,
      [province],
    )
    return rows
  } finally {
    await client.end()
  }
}

export const csvFile = (rows: number, places: readonly Place[]): Generator<Uint8Array> => bytes(firmsCsv(rows, places))

function* bytes(texts: Iterable<string>): Generator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text)
}

/** The same firms as an xlsx of 20 columns: the last nine are what clerks keep for themselves. */
export async function writeWorkbook(path: string, rows: number, places: readonly Place[]): Promise<void> {
  const strings = new Map<string, number>()
  const zip = await createZip(path)
  const write = (name: string, text: string): Promise<void> => zip.write(name, [Buffer.from(`${head}${text}`)])
  await write(
    '[Content_Types].xml',
    `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${main}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${main}.worksheet+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="${main}.sharedStrings+xml"/></Types>`,
  )
  await write(
    '_rels/.rels',
    `<Relationships xmlns="${relations}"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  )
  await write(
    'xl/workbook.xml',
    `<workbook xmlns="${sheetml}" xmlns:r="${office}"><sheets><sheet name="名录" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  )
  await write(
    'xl/_rels/workbook.xml.rels',
    `<Relationships xmlns="${relations}"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
  )
  await zip.write('xl/worksheets/sheet1.xml', sheet(rows, places, strings))
  await zip.write('xl/sharedStrings.xml', sharedStrings(strings))
  await zip.finish()
}

/** Cells name their text by its place among the shared strings, as spreadsheet programs write them. */
function* sheet(rows: number, places: readonly Place[], strings: Map<string, number>): Generator<Buffer> {
  const shared = (text: string): number => {
    const known = strings.get(text)
    if (known !== undefined) return known
    strings.set(text, strings.size)
    return strings.size - 1
  }
  yield Buffer.from(`${head}<worksheet xmlns="${sheetml}"><sheetData>`)
  let rowNo = 0
  for (const text of firmsCsv(rows, places, 2)) {
    let lines = ''
    for (const line of text.split('\n')) {
      if (line === '') continue
      rowNo++
      // No cell of firmsCsv holds a comma or a quotation mark.
      const cells = [...line.split(','), ...extra.map((heading, i) => (rowNo === 1 ? heading : `${heading}${(rowNo * (i + 3)) % 977}`))]
      lines += `<row r="${rowNo}">${cells.map((cell, at) => (cell === '' ? '' : `<c r="${columnNames[at]}${rowNo}" t="s"><v>${shared(cell)}</v></c>`)).join('')}</row>`
    }
    yield Buffer.from(lines)
  }
  yield Buffer.from('</sheetData></worksheet>')
}

function* sharedStrings(strings: ReadonlyMap<string, number>): Generator<Buffer> {
  yield Buffer.from(`${head}<sst xmlns="${sheetml}" uniqueCount="${strings.size}">`)
  for (const text of strings.keys()) yield Buffer.from(`<si><t>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</t></si>`)
  yield Buffer.from('</sst>')
}

const extra = ['备注', '网格', '经办人', '档案号', '来源', '楼栋', '房东', '门牌照片', '走访记录']
const columnNames = [...'ABCDEFGHIJKLMNOPQRST']
const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const main = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
const sheetml = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const relations = 'http://schemas.openxmlformats.org/package/2006/relationships'

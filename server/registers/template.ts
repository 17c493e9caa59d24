/** 导入模板: a workbook with our headings, columns that keep every digit, lists where values are closed, and a sheet that explains it. */
import { type CellStyle, type WriteSheet, writeXlsx } from 'hucre/xlsx'
import { exampleMark, guideSheet, resultHeading } from '#core/registers/annotation.ts'
import type { ImportKind } from '#core/registers/import-state.ts'
import { type TemplateColumn, templateColumns } from '#core/registers/import-template.ts'
import { importWords } from '#core/registers/import-words.ts'
import { found } from '#server/http/problem.ts'
import type { StreamHandler } from '#server/http/streams.ts'
import { xlsxType } from './annotate.ts'

/** GET /api/v1/register/imports/template/:kind, for whoever may see imports: a template holds nothing of a register. */
export const importTemplate: StreamHandler = async ({ params }) => {
  const kind = found(kindOf(params.kind ?? ''))
  const bytes = await templateWorkbook(kind)
  return new Response(bytes as Uint8Array<ArrayBuffer>, {
    // the writer's own memory, shared with nobody
    headers: {
      'content-type': xlsxType,
      'content-length': String(bytes.byteLength),
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(`${templateNames[kind]}.xlsx`)}`,
      'cache-control': 'private, no-store',
    },
  })
}

/** The workbook of a kind: the sheet to fill in, and the one to read. */
export function templateWorkbook(kind: ImportKind): Promise<Uint8Array> {
  const columns = templateColumns(kind)
  return writeXlsx({ sheets: [registerSheet(kind, columns), explanation(columns)] })
}

const templateNames: Readonly<Record<ImportKind, string>> = {
  entity: '检查对象导入模板',
  library: '专项库导入模板',
  label: '监管标签导入模板',
  risk: '信用风险导入模板',
  officer: '执法人员导入模板',
  expert: '专家导入模板',
}

function kindOf(name: string): ImportKind | null {
  const kind = name.replace(/\.xlsx$/, '')
  return Object.hasOwn(importWords, kind) ? (kind as ImportKind) : null // a key of the table
}

/** Text keeps the digits of codes and the zeros before them; a spreadsheet makes numbers of both. */
const asText: CellStyle = { numFmt: '@' }
const grey: CellStyle = { numFmt: '@', font: { color: { rgb: 'FF8A8F98' }, italic: true } }
const head = (needed: boolean): CellStyle => ({
  numFmt: '@',
  font: { bold: true, color: { rgb: needed ? 'FF1B4F91' : 'FF1F2328' } },
  fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'FFEEF2F7' } },
})

function registerSheet(kind: ImportKind, columns: readonly TemplateColumn[]): WriteSheet {
  const rows = [
    columns.map(({ heading, needed }) => (needed ? `${heading}*` : heading)),
    columns.map(({ examples }) => examples[0]),
    columns.map(({ examples }) => examples[1]),
  ]
  const cells = rows.flatMap((row, at) =>
    row.map((value, column) => [`${at},${column}`, { value, style: at === 0 ? head(columns[column]?.needed === true) : grey }] as const),
  )
  return {
    name: templateNames[kind].replace('导入模板', ''),
    rows,
    cells: new Map(cells),
    columns: columns.map(({ width }) => ({ width, style: asText })),
    freezePane: { rows: 1, columns: 1 },
    dataValidations: columns.flatMap(({ values }, at) =>
      values === null
        ? []
        : [
            {
              type: 'list' as const,
              values: [...values],
              range: rangeOf(at),
              allowBlank: true,
              showErrorMessage: true,
              errorStyle: 'warning' as const,
              errorTitle: '请从列表中选',
              errorMessage: `可以填：${values.join('、')}`,
            },
          ],
    ),
  }
}

/** All rows a sheet can have, below the heading. */
function rangeOf(column: number): string {
  const letters = column < 26 ? String.fromCharCode(65 + column) : `A${String.fromCharCode(65 + column - 26)}`
  return `${letters}2:${letters}1048576`
}

function explanation(columns: readonly TemplateColumn[]): WriteSheet {
  const lines = columns.map(({ heading, needed, values, note, others }) => [
    `“${heading}”`,
    needed ? '必填' : '',
    values === null ? '' : values.join('、'),
    note,
    others.map((one) => `“${one}”`).join('、'),
  ])
  return {
    name: guideSheet,
    rows: [
      ['这张表只作说明，不会被导入。'],
      [`在第一张表里从第 2 行起填写，一行一条。以“${exampleMark}”开头的两行是示例，导入时会被跳过，可以删去也可以留着。`],
      ['列的顺序可以变，多余的列会被忽略；不需要的列可以删掉，删掉的列不会改动名录里已有的内容。'],
      [`核对后下载的文件会多出“${resultHeading}”一列，改好后直接再导入即可。`],
      [],
      ['这一列', '必填', '可以填的值', '怎么填', '也认得的表头'],
      ...lines,
    ],
    columns: [{ width: 20 }, { width: 8 }, { width: 44 }, { width: 56 }, { width: 44 }],
  }
}

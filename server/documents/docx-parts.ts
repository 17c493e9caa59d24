/** The parts of a DOCX that the package has no words for: what every paragraph begins with, and which typeface stands in for one that a machine lacks. */
import { layout } from '#core/documents/layout.ts'

/** Digits and Latin letters. */
export const latin = 'Times New Roman'

/** By the names of GB/T 9704 as offices have them installed; 仿宋_GB2312 and 楷体_GB2312 came with Windows XP, and newer systems have 仿宋 and 楷体. */
export const typefaces = {
  body: '仿宋_GB2312',
  title: '方正小标宋简体',
  heading1: '黑体',
  heading2: '楷体_GB2312',
  page: '宋体',
} as const

/** What stands in for a typeface, best first (ECMA-376 17.8.3.1), and its numbers by which Word finds the nearest of all. */
const standIns: Readonly<Record<string, { readonly names: string; readonly panose: string; readonly pitch: 'fixed' | 'variable' }>> = {
  [typefaces.body]: { names: '仿宋,FangSong,STFangsong,Noto Serif CJK SC', panose: '02010609030101010101', pitch: 'fixed' },
  [typefaces.title]: {
    names: '方正小标宋_GBK,小标宋体,华文中宋,宋体,Noto Serif CJK SC',
    panose: '03000509000000000000',
    pitch: 'variable',
  },
  [typefaces.heading1]: { names: 'SimHei,STHeiti,Noto Sans CJK SC', panose: '02010609060101010101', pitch: 'fixed' },
  [typefaces.heading2]: { names: '楷体,KaiTi,STKaiti,Noto Serif CJK SC', panose: '02010609030101010101', pitch: 'fixed' },
  [typefaces.page]: { names: 'SimSun,STSong,Noto Serif CJK SC', panose: '02010600030101010101', pitch: 'variable' },
}

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const namespace = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

/** charset 86: simplified Chinese. */
const fontTable = [
  `${head}<w:fonts ${namespace}>`,
  `<w:font w:name="${latin}"><w:panose1 w:val="02020603050405020304"/><w:charset w:val="00"/><w:family w:val="roman"/><w:pitch w:val="variable"/></w:font>`,
  ...Object.entries(standIns).map(
    ([name, { names, panose, pitch }]) =>
      `<w:font w:name="${name}"><w:altName w:val="${names}"/><w:panose1 w:val="${panose}"/><w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="${pitch}"/></w:font>`,
  ),
  '</w:fonts>',
].join('')

/**
 * The text is Chinese, so that a machine takes Chinese glyphs and not Japanese ones, and punctuation hangs as it should. No space is put between Chinese and
 * digits: 28 characters fill a line.
 */
const styles = [
  `${head}<w:styles ${namespace}><w:docDefaults><w:rPrDefault><w:rPr>`,
  `<w:rFonts w:ascii="${latin}" w:eastAsia="${typefaces.body}" w:hAnsi="${latin}" w:cs="${latin}"/>`,
  `<w:sz w:val="${2 * layout.body}"/><w:szCs w:val="${2 * layout.body}"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>`,
  '</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:widowControl w:val="0"/><w:kinsoku/><w:overflowPunct w:val="0"/>',
  '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/></w:pPr></w:pPrDefault></w:docDefaults>',
  '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/><w:pPr><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/></w:pPr></w:style>',
  '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>',
  '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/>',
  '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>',
  '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>',
  '</w:styles>',
].join('')

export const houseParts = [
  { path: 'word/fontTable.xml', data: fontTable },
  { path: 'word/styles.xml', data: styles },
]

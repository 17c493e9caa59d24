/** The user manual against the interface: what it prints in bold are words that people find on the screen. */
import { type Finding, filesOf, readText } from './sources.ts'

/** Bold words of docs/用户手册 that no screen says. `一单两库 > 检查对象` is a way through the menu. */
export function wordsNotOnScreen(): readonly Finding[] {
  const words = wordsOnScreen()
  return filesOf(['docs/用户手册/*.md']).flatMap((file) =>
    readText(file)
      .split('\n')
      .flatMap((text, index) =>
        [...text.matchAll(/\*\*([^*]+)\*\*/g)]
          .flatMap(({ 1: bold = '' }) => bold.split(' > '))
          .filter((word) => !words.has(word))
          .map((what) => ({ file, line: index + 1, what })),
      ),
  )
}

/** Every text in quotes of the catalogues of console and portal, and of the roles and outcomes that the screens take from core. */
const wordsOnScreen = (): ReadonlySet<string> =>
  new Set(
    filesOf(['web/i18n/*.ts', 'portal/text/*.ts', 'core/access/roles.ts', 'core/inspections/outcomes.ts', 'core/draws/reasons.ts']).flatMap(
      (file) => [...readText(file).matchAll(/'([^'\n]+)'/g)].map(({ 1: text = '' }) => text),
    ),
  )

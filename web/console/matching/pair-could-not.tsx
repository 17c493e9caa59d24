/** Who could not be drawn, rule by rule with its legal basis. All names are on the page: folded on the screen, open on paper. */
import '#web/ui/table.css'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { ruleCodes } from '#core/matching/rules.ts'
import { t } from '#web/i18n/t.ts'
import type { ExplainedPerson } from './pair-page.tsx'
import { brokenWords, ruleBasis, ruleWords } from './words.ts'

export function CouldNot({ people, groups }: { readonly people: readonly ExplainedPerson[]; readonly groups: boolean }): ReactNode {
  const order: readonly string[] = ruleCodes
  const codes = [...new Set(people.flatMap(({ broken }) => broken))].sort((a, b) => order.indexOf(a) - order.indexOf(b))
  if (codes.length === 0) return <p className="quiet">{t('matching.why.noNobody')}</p>
  return (
    <table className="mj-table mat-not">
      <caption className="hidden-text">{t('matching.why.no')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('matching.why.reason')}</th>
          <th scope="col">{t('matching.why.people')}</th>
        </tr>
      </thead>
      <tbody>
        {codes.map((code) => {
          const kept = people
            .filter(({ broken }) => broken.includes(code))
            .map(({ name }) => name)
            .sort((a, b) => a.localeCompare(b, 'zh-Hans-CN'))
          return (
            <tr key={code}>
              <th scope="row">
                <b>{brokenWords(code)}</b>
                <small>
                  {t('matching.why.rule')}：{ruleWords(code)}
                </small>
                <small>
                  {t('matching.why.basis')}：{ruleBasis(code)}
                </small>
              </th>
              <td>
                <b>{t(groups ? 'matching.why.nGroup' : 'matching.why.n', { n: kept.length })}</b>　<Names names={kept} />
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

const shownNames = 24

function Names({ names }: { readonly names: readonly string[] }): ReactNode {
  const [open, setOpen] = useState(false)
  const rest = names.slice(shownNames)
  return (
    <>
      {names.slice(0, shownNames).join('、')}
      {rest.length > 0 && (
        <>
          <span className={open ? '' : 'mat-folded'}>、{rest.join('、')}</span>{' '}
          <Button type="link" size="small" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? t('matching.why.less') : t('matching.why.more', { n: rest.length })}
          </Button>
        </>
      )}
    </>
  )
}

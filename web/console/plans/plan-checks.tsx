/** What a check finds in a plan: what keeps it from being submitted, and what is worth a look; each beside its row. */
import type { ReactNode } from 'react'
import type { PlanFinding } from '#contract/plans.ts'
import { isProblemCode, problemText } from '#contract/problems.ts'
import { language, t } from '#web/i18n/t.ts'
import { Section, Tag } from '#web/ui/page.tsx'

export function PlanChecks({ findings, more }: { readonly findings: readonly PlanFinding[]; readonly more: number }): ReactNode {
  const refused = findings.filter(({ level }) => level === 'refused').length
  return (
    <Section
      title={t('plan.check')}
      note={refused > 0 ? t('plan.check.note', { n: refused }) : t(findings.length === 0 ? 'plan.check.clean' : 'plan.check.ready')}
    >
      {findings.length > 0 && (
        <ul className="mj-plan-findings">
          {findings.map((one) => (
            <li key={JSON.stringify(one)} id={`finding-${one.rowId}`}>
              <Tag tone={one.level === 'refused' ? 'red' : 'amber'}>{t(`plan.check.${one.level}`)}</Tag>
              <span>{wordsOf(one)}</span>
            </li>
          ))}
        </ul>
      )}
      {more > 0 && <p className="quiet small">{t('plan.check.more', { n: more })}</p>}
    </Section>
  )
}

export const wordsOf = ({ code, facts }: Pick<PlanFinding, 'code' | 'facts'>): string =>
  isProblemCode(code) ? problemText(code, facts, language()) : code

/** 一份抽查计划: what it is, where it stands, what keeps it from going on, its rows, its partners, its versions, who did what. */
import './plans.css'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { Plan } from '#contract/plans.ts'
import { planKinds } from '#core/plans/row.ts'
import { api } from '#web/api/client.ts'
import { reasonText } from '#web/api/problem.ts'
import { language, t, tMaybe } from '#web/i18n/t.ts'
import { DropMenu } from '#web/ui/drop-menu.tsx'
import { formatTime } from '#web/ui/format.ts'
import { ActionButton, Page, Section, Tag } from '#web/ui/page.tsx'
import { useOpenPath } from '#web/ui/path-link.tsx'
import { Loaded } from '#web/ui/states.tsx'
import { RecordSteps, Steps } from '#web/ui/steps.tsx'
import { DocumentMenu } from '../documents/document-menu.tsx'
import { ContributionsPanel } from './contributions-panel.tsx'
import { FilingsPanel } from './filings-panel.tsx'
import { useOutsideReason } from './outside-reason.ts'
import { PartiesPanel } from './parties-panel.tsx'
import { PlanChecks } from './plan-checks.tsx'
import { PlanHeadDialog } from './plan-head-dialog.tsx'
import { PlanMoveDialog, type PlanVerb } from './plan-move-dialog.tsx'
import { PlanRows } from './plan-rows.tsx'
import { PlanStateTag } from './plan-state.tsx'
import { noteOf, planSteps, verbOf } from './plan-steps.ts'
import { PlanVersions } from './plan-versions.tsx'

export function PlanPage(): ReactNode {
  const { planId } = useParams({ from: '/signed-in/shell/plans/$planId' })
  const query = useQuery(api.plans.get.queryOptions({ input: { planId } }))
  return <Loaded query={query}>{(plan) => <PlanDetail plan={plan} />}</Loaded>
}

function PlanDetail({ plan }: { readonly plan: Plan }): ReactNode {
  const [asked, setAsked] = useState<PlanVerb | 'head' | null>(null)
  const judged = plan.state !== 'published' && plan.state !== 'cancelled'
  const { data: check } = useQuery({ ...api.plans.check.queryOptions({ input: { planId: plan.id } }), enabled: judged })
  return (
    <Page
      title={plan.name}
      state={
        <>
          <PlanStateTag state={plan.state} />
          {plan.kind !== 'own' && <Tag>{planKinds[plan.kind][language()]}</Tag>}
        </>
      }
      lead={<Lead plan={plan} />}
      actions={
        <>
          {plan.version > 0 && <DocumentMenu kind="plan" id={plan.id} />}
          <Actions plan={plan} onAsk={setAsked} />
        </>
      }
    >
      {plan.adjustReason !== null && (
        <p className="mj-note mj-note-amber">{t('plan.adjust.banner', { reason: plan.adjustReason, version: plan.version })}</p>
      )}
      {plan.cancelReason !== null && <p className="mj-note">{t('plan.cancel.banner', { reason: plan.cancelReason })}</p>}
      <Steps items={planSteps(plan)} />
      {judged && check !== undefined && <PlanChecks findings={check.findings} more={check.more} />}
      <PlanRows plan={plan} findings={judged ? (check?.findings ?? []) : []} />
      <ContributionsPanel planId={plan.id} />
      {plan.kind === 'joint' && <PartiesPanel planId={plan.id} seen={plan.updatedAt} />}
      {plan.version > 0 && <FilingsPanel planId={plan.id} version={plan.version} />}
      {plan.versions.length > 0 && <PlanVersions plan={plan} />}
      <Section title={t('plan.record')}>
        <RecordSteps
          steps={plan.steps}
          say={(step) => tMaybe(`plan.verb.${verbOf(step.verb)}`, tMaybe(`verb.${step.verb}`, step.verb))}
          more={(step) => noteOf(step.facts)}
        />
      </Section>
      {asked === 'head' && <PlanHeadDialog plan={plan} onClose={() => setAsked(null)} />}
      {asked !== null && asked !== 'head' && <PlanMoveDialog plan={plan} verb={asked} onClose={() => setAsked(null)} />}
    </Page>
  )
}

const Lead = ({ plan }: { readonly plan: Plan }): ReactNode => (
  <>
    <span className="mono">{plan.planNo}</span>
    <span>
      {t('plan.year')} {plan.year}
    </span>
    <span>{plan.orgName}</span>
    {plan.docNo !== '' && <span>{plan.docNo}</span>}
    {plan.version > 0 && <span>{t('plan.versionIs', { n: plan.version })}</span>}
    <span>
      {t('plan.by')} {plan.createdBy}
    </span>
    <span>
      {t('plan.updated')} {formatTime(plan.updatedAt)}
    </span>
  </>
)

function Actions({ plan, onAsk }: { readonly plan: Plan; readonly onAsk: (asked: PlanVerb | 'head') => void }): ReactNode {
  const { abilities } = plan
  const open = useOpenPath()
  const outside = useOutsideReason(plan)
  const next = nextOf[plan.state] ?? null
  const rareItem = (key: string, label: string, ability: Plan['abilities']['edit'], danger = false) => ({
    key,
    label,
    danger,
    disabled: !ability.allowed,
    ...(!ability.allowed && { title: reasonText(ability.reason) }),
  })
  const rare = [
    rareItem('head', t('plan.head.edit'), abilities.edit),
    rareItem('abandon', t('plan.abandon'), abilities.abandon),
    rareItem('cancel', t('plan.cancel'), abilities.cancel, true),
  ]
  return (
    <>
      <ActionButton disabledReason={outside} onClick={() => open(`/plans/${plan.id}/simulation`)}>
        {t('plan.simulate')}
      </ActionButton>
      <ActionButton onClick={() => window.print()}>{t('plan.print')}</ActionButton>
      <DropMenu menu={{ items: rare, onClick: ({ key }) => onAsk(key === 'head' ? 'head' : key === 'abandon' ? 'abandon' : 'cancel') }}>
        <span>
          <ActionButton onClick={() => undefined}>{t('plan.more')}</ActionButton>
        </span>
      </DropMenu>
      <ActionButton ability={abilities.return} onClick={() => onAsk('return')}>
        {t('plan.return')}
      </ActionButton>
      {next !== null && !(next === 'approve' && plan.kind === 'joint') && (
        <ActionButton primary ability={abilities[next]} onClick={() => onAsk(next)}>
          {t(`plan.${next}`)}
        </ActionButton>
      )}
    </>
  )
}

/** The one next action. A joint plan is approved by adoption, in the panel of its departments. */
const nextOf: Readonly<Record<string, 'submit' | 'approve' | 'publish' | 'adjust'>> = {
  draft: 'submit',
  submitted: 'approve',
  approved: 'publish',
  published: 'adjust',
  adjusting: 'submit',
  adjust_submitted: 'approve',
  adjust_approved: 'publish',
}

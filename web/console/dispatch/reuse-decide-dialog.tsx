/** 审核互认: a second person agrees that nobody goes there, or does not. */
import '#web/console/draws/draws.css'
import { Input, Radio } from 'antd'
import { type ReactNode, useState } from 'react'
import type { Reuse } from '#contract/reuse.ts'
import { client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { Outcome } from '#web/console/inspections/visit-words.tsx'
import { t } from '#web/i18n/t.ts'
import { DecisionModal } from '#web/ui/decision-modal.tsx'
import { Facts } from '#web/ui/page.tsx'

export function ReuseDecideDialog({ reuse, onClose }: { readonly reuse: Reuse; readonly onClose: () => void }): ReactNode {
  const [approve, setApprove] = useState<boolean | null>(null)
  const [opinion, setOpinion] = useState('')
  const decide = useCommand(client.reuses.decide, {
    done: ({ state }) => t(state === 'reused' ? 'reuse.approved' : 'reuse.refused'),
    onDone: onClose,
    announce: false,
  })
  return (
    <DecisionModal
      title={t('reuse.decideTitle')}
      okText={t('reuse.decide')}
      command={decide}
      notYet={approve === null ? '' : opinion.trim().length < 2 ? t('reuse.opinionNeeded') : null}
      onOk={() => {
        if (approve !== null) void decide.run({ reuseId: reuse.id, approve, opinion: opinion.trim() })
      }}
      onClose={onClose}
    >
      <Facts
        facts={[
          { label: t('reuse.object'), value: reuse.name, wide: true },
          { label: t('reuse.by'), value: reuse.orgName, wide: true },
          { label: t('reuse.date'), value: reuse.date },
          { label: t('reuse.outcome'), value: <Outcome code={reuse.outcome} /> },
          { label: t('reuse.requested'), value: `${reuse.requestedBy}：${reuse.note}`, wide: true },
        ]}
      />
      <fieldset className="mj-fieldset">
        <legend className="hidden-text">{t('reuse.decideTitle')}</legend>
        <Radio.Group className="mj-choices" value={approve} onChange={(event) => setApprove(event.target.value)}>
          <Radio value={true}>{t('reuse.approve')}</Radio>
          <Radio value={false}>{t('reuse.refuse')}</Radio>
        </Radio.Group>
      </fieldset>
      <label className="mj-label" htmlFor="reuse-opinion">
        {t('reuse.opinion')}
      </label>
      <Input.TextArea id="reuse-opinion" rows={3} maxLength={500} value={opinion} onChange={(event) => setOpinion(event.target.value)} />
    </DecisionModal>
  )
}

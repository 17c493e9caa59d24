/** What is done about findings: how, to how many exactly, and why. */
import { useQuery } from '@tanstack/react-query'
import { Input, Radio, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import type { QualityAction } from '#core/registers/quality-rules.ts'
import { api, client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t } from '#web/i18n/t.ts'
import { DecisionModal } from '#web/ui/decision-modal.tsx'
import { useRegionOptions } from '#web/ui/region-select.tsx'
import { actionNote, actionsOf, actionText, ruleText } from './quality-words.ts'

export type FixDialogProps = {
  readonly rule: string
  readonly place: string | undefined
  /** Null: all findings of the rule and place. */
  readonly subjects: readonly string[] | null
  readonly onClose: () => void
}

export function FixDialog({ rule, place, subjects, onClose }: FixDialogProps): ReactNode {
  const actions = actionsOf(rule)
  const [action, setAction] = useState<QualityAction>(actions[0] ?? 'except')
  const [reason, setReason] = useState('')
  const [regionPath, setRegionPath] = useState<string | null>(null)
  const regions = useRegionOptions()
  const count = useQuery(api.quality.countFix.queryOptions({ input: { rule, action, place }, enabled: subjects === null }))
  const n = subjects?.length ?? count.data?.objects ?? null
  const command = useCommand(client.quality.startFix, { done: t('quality.begun'), onDone: onClose, announce: false })
  const notYet = notYetOf(n, reason, action === 'set_region' && regionPath === null)
  const go = (): void => {
    if (n === null) return
    void command.run({
      rule,
      place,
      action,
      subjects: subjects === null ? null : [...subjects],
      expected: n,
      reason,
      regionPath: action === 'set_region' ? regionPath : null,
    })
  }
  return (
    <DecisionModal
      title={t('quality.dealTitle', { rule: ruleText(rule) })}
      okText={t('quality.ok', { n: n ?? 0 })}
      command={command}
      notYet={notYet}
      danger={action === 'leave' || action === 'keep_one'}
      onOk={go}
      onClose={onClose}
    >
      <p>
        {t('quality.scope')}：{n === null ? t('quality.counting') : t(subjects === null ? 'quality.ofAll' : 'quality.ofChosen', { n })}
      </p>
      <Radio.Group
        className="quality-choice"
        value={action}
        onChange={(event) => setAction(event.target.value)}
        aria-label={t('quality.how')}
      >
        {actions.map((one) => (
          <Radio key={one} value={one} className="quality-choice">
            {actionText(one)}
            <p className="quiet small">{actionNote(one)}</p>
          </Radio>
        ))}
      </Radio.Group>
      {action === 'set_region' && (
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          className="quality-choice"
          aria-label={t('quality.toRegion')}
          placeholder={t('quality.chooseRegion')}
          options={[...regions]}
          value={regionPath}
          onChange={setRegionPath}
        />
      )}
      <Input.TextArea
        rows={2}
        maxLength={200}
        aria-label={t('quality.reason')}
        placeholder={t('quality.reasonHint')}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
    </DecisionModal>
  )
}

function notYetOf(n: number | null, reason: string, regionMissing: boolean): string | null {
  if (n === null) return t('quality.notYet.count')
  if (n === 0) return t('quality.noFindings')
  if (regionMissing) return t('quality.notYet.region')
  return reason.trim().length < 2 ? t('quality.notYet.reason') : null
}

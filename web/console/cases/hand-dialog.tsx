/** 移送办案: a problem goes to whoever handles cases. */
import { useQuery } from '@tanstack/react-query'
import { Form, Input, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import type { FoundProblem } from '#contract/follow-ups.ts'
import { api, client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t } from '#web/i18n/t.ts'
import { DecisionModal } from '#web/ui/decision-modal.tsx'
import { ProblemAlert } from '#web/ui/states.tsx'

export function HandDialog({ problem, onClose }: { readonly problem: FoundProblem; readonly onClose: () => void }): ReactNode {
  const [chosen, setChosen] = useState<string | null>(null)
  const [note, setNote] = useState('')
  const orgs = useQuery(api.cases.receivers.queryOptions({ input: { visitId: problem.visitId } }))
  const hand = useCommand(client.cases.hand, { done: t('clue.handedOver'), onDone: onClose, announce: false })
  // The own department comes first, and is meant unless another is chosen.
  const orgId = chosen ?? orgs.data?.[0]?.orgId ?? null
  return (
    <DecisionModal
      title={t('clue.hand.title')}
      okText={t('clue.hand')}
      command={hand}
      notYet={orgId === null || note.trim().length < 4 ? t('clue.hand.rule') : null}
      onOk={() => void (orgId !== null && hand.run({ visitId: problem.visitId, orgId, note: note.trim() }))}
      onClose={onClose}
    >
      <p>
        {problem.name}：{problem.problem}
      </p>
      <p className="quiet small">{t('clue.hand.text')}</p>
      <ProblemAlert error={orgs.error} onRetry={() => void orgs.refetch()} />
      <Form layout="vertical" component="div">
        <Form.Item label={t('clue.hand.org')} {...(orgs.data?.length === 0 && { validateStatus: 'warning', help: t('clue.hand.none') })}>
          <Select
            aria-label={t('clue.hand.org')}
            loading={orgs.isPending}
            value={orgId}
            options={(orgs.data ?? []).map((org) => ({ value: org.orgId, label: org.name }))}
            onChange={setChosen}
          />
        </Form.Item>
        <Form.Item label={t('clue.hand.note')}>
          <Input.TextArea
            aria-label={t('clue.hand.note')}
            rows={3}
            maxLength={500}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        </Form.Item>
      </Form>
    </DecisionModal>
  )
}

/** Handing in, returning, publishing, discarding a pack: says what it does, then does it to what the page showed. */
import { Form, Input } from 'antd'
import { type ReactNode, useState } from 'react'
import type { PackPage } from '#contract/policy.ts'
import { client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t } from '#web/i18n/t.ts'
import { DecisionModal } from '#web/ui/decision-modal.tsx'

export type PackVerb = 'submit' | 'return' | 'publish' | 'discard'

export function PackDialog({
  pack,
  verb,
  onClose,
}: {
  readonly pack: PackPage
  readonly verb: PackVerb
  readonly onClose: () => void
}): ReactNode {
  const [opinion, setOpinion] = useState('')
  // What stood on the page when the dialog opened: a change behind it is refused, not decided on unseen.
  const [seen] = useState(pack.updatedAt)
  const options = { done: t(`policy.done.${verb}`), announce: false, onDone: onClose }
  const submit = useCommand(client.policy.submit, options)
  const back = useCommand(client.policy.return, options)
  const publish = useCommand(client.policy.publish, options)
  const discard = useCommand(client.policy.discard, options)
  const one = { packId: pack.id, seen }
  const send = (): void => {
    if (verb === 'submit') void submit.run(one)
    else if (verb === 'discard') void discard.run(one)
    else if (verb === 'return') void back.run({ ...one, opinion: opinion.trim() })
    else void publish.run({ ...one, opinion: opinion.trim() })
  }
  return (
    <DecisionModal
      title={t(`policy.${verb}`)}
      okText={t(`policy.${verb}`)}
      danger={verb === 'discard'}
      command={{ submit, return: back, publish, discard }[verb]}
      notYet={verb === 'return' && opinion.trim() === '' ? t('policy.opinionNeeded') : null}
      onOk={send}
      onClose={onClose}
    >
      <p>{t(`policy.${verb}Text`)}</p>
      {(verb === 'return' || verb === 'publish') && (
        <Form layout="vertical">
          <Form.Item
            label={verb === 'publish' ? `${t('policy.opinion')} (${t('kit.optional')})` : t('policy.opinion')}
            htmlFor="pack-opinion"
          >
            <Input.TextArea
              id="pack-opinion"
              rows={3}
              maxLength={500}
              value={opinion}
              onChange={(event) => setOpinion(event.target.value)}
            />
          </Form.Item>
        </Form>
      )}
    </DecisionModal>
  )
}

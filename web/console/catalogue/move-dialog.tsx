/** Handing in, returning, publishing, retiring, discarding: of inspection items and of joint items; each says what it will do first. */
import { Form, Input } from 'antd'
import { type ReactNode, useState } from 'react'
import { client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t } from '#web/i18n/t.ts'
import { DecisionModal } from '#web/ui/decision-modal.tsx'
import { today } from '#web/ui/format.ts'
import { PlainDateInput } from '#web/ui/plain-date-input.tsx'

export type MoveVerb = 'submit' | 'return' | 'publish' | 'retire' | 'discard'
export type Movable = { readonly id: string; readonly code: string; readonly name: string }

export type MoveDialogProps = {
  readonly of: 'items' | 'joint'
  readonly items: readonly Movable[]
  readonly verb: MoveVerb
  readonly onClose: () => void
  readonly onDone?: () => void
}

export function MoveDialog({ of, items, verb, onClose, onDone }: MoveDialogProps): ReactNode {
  const [words, setWords] = useState('')
  const [from, setFrom] = useState<string | null>(today())
  const [to, setTo] = useState<string | null>(null)
  const options = {
    done: verb === 'publish' ? t('item.published', { n: items.length }) : t(`item.moved.${verb}`),
    announce: false,
    onDone: () => {
      onDone?.()
      onClose()
    },
  }
  const [one, other] = [client.catalogue, client.jointItems]
  const submit = useCommand(of === 'items' ? one.submitItems : other.submit, options)
  const back = useCommand(of === 'items' ? one.returnItems : other.return, options)
  const publish = useCommand(of === 'items' ? one.publishItems : other.publish, options)
  const retire = useCommand(of === 'items' ? one.retireItems : other.retire, options)
  const discard = useCommand(of === 'items' ? one.discardItems : other.discard, options)
  const command = { submit, return: back, publish, retire, discard }[verb]
  const itemIds = items.map(({ id }) => id)
  const send = (): void => {
    if (verb === 'submit') void submit.run({ itemIds })
    else if (verb === 'discard') void discard.run({ itemIds })
    else if (verb === 'return') void back.run({ itemIds, opinion: words.trim() })
    else if (verb === 'publish') void publish.run({ itemIds, validTo: to, ...(from === null ? {} : { validFrom: from }) })
    else void retire.run({ itemIds, reason: words.trim(), ...(from === null ? {} : { lastDay: from }) })
  }
  const silent = (verb === 'return' || verb === 'retire') && words.trim().length < 2
  return (
    <DecisionModal
      title={verb === 'publish' ? t('item.move.publish', { n: items.length }) : t(`item.move.${verb}`)}
      okText={t(`item.${verb}`)}
      danger={verb === 'discard' || verb === 'retire'}
      command={command}
      notYet={silent ? t(verb === 'return' ? 'item.move.opinionNeeded' : 'item.move.reasonNeeded') : null}
      onOk={send}
      onClose={onClose}
    >
      <p>{verb === 'publish' ? t('item.publishNote') : t(`item.move.${verb}Text`)}</p>
      <ul className="small cat-moved">
        {items.slice(0, 8).map((item) => (
          <li key={item.id}>
            <span className="mono">{item.code}</span> {item.name}
          </li>
        ))}
        {items.length > 8 && <li>…</li>}
      </ul>
      <Form layout="vertical">
        {(verb === 'publish' || verb === 'retire') && (
          <div className="cat-two">
            <Form.Item label={t(verb === 'publish' ? 'item.validFrom' : 'item.move.lastDay')} htmlFor="move-from">
              <PlainDateInput id="move-from" value={from} onChange={setFrom} min={today()} />
            </Form.Item>
            {verb === 'publish' && (
              <Form.Item label={`${t('item.validTo')} (${t('kit.optional')})`} htmlFor="move-to" extra={t('item.move.toNote')}>
                <PlainDateInput id="move-to" value={to} onChange={setTo} min={from ?? today()} />
              </Form.Item>
            )}
          </div>
        )}
        {(verb === 'return' || verb === 'retire') && (
          <Form.Item label={t(verb === 'return' ? 'item.move.opinion' : 'item.move.reason')} htmlFor="move-words">
            <Input.TextArea id="move-words" rows={3} maxLength={500} value={words} onChange={(event) => setWords(event.target.value)} />
          </Form.Item>
        )}
      </Form>
    </DecisionModal>
  )
}

/** 封存抽取: list, rules and commitments become fixed, and with them whether a public beacon goes into the seed. */
import { type ReactNode, useState } from 'react'
import type { Draw } from '#contract/draws.ts'
import { client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t } from '#web/i18n/t.ts'
import { DecisionModal } from '#web/ui/decision-modal.tsx'
import { HashBlocks } from '#web/ui/figures.tsx'
import { BeaconChoiceFields } from './beacon-choice.tsx'
import { type BeaconForm, choiceOfForm, noBeacon } from './beacon-form.ts'

export function CommitDialog({ draw, onClose }: { readonly draw: Draw; readonly onClose: () => void }): ReactNode {
  const [form, setForm] = useState<BeaconForm>(noBeacon)
  const commit = useCommand(client.draws.commit, { done: t('draw.done.commit'), onDone: onClose, announce: false })
  const choice = choiceOfForm(form, Date.now())
  return (
    <DecisionModal
      width={640}
      title={t('draw.commit')}
      okText={t('draw.commit')}
      command={commit}
      notYet={choice.ok ? null : t(`beacon.needs.${choice.missing}`)}
      onOk={() => {
        const now = choiceOfForm(form, Date.now())
        if (now.ok) void commit.run({ drawId: draw.id, beacon: now.choice })
      }}
      onClose={onClose}
    >
      <p>{t('draw.commit.text', { n: draw.poolSize ?? 0, parties: draw.parties.length })}</p>
      <p>{t(form.kind === 'none' ? 'draw.commit.next' : 'draw.commit.nextBeacon')}</p>
      {draw.poolRoot !== null && (
        <div className="mj-dialog-part">
          <span className="mj-label quiet small">{t('draw.seals.pool')}</span>
          <HashBlocks hex={draw.poolRoot} />
        </div>
      )}
      <div className="mj-dialog-part">
        <BeaconChoiceFields form={form} onChange={setForm} />
      </div>
    </DecisionModal>
  )
}

/** 公开信标, chosen at the COMMIT: none, drand, or an announced value with what counts instead should a reveal come too late. */
import { Button, Input, Radio } from 'antd'
import type { ReactNode } from 'react'
import { t } from '#web/i18n/t.ts'
import { Icon } from '#web/ui/icon.tsx'
import { type BeaconForm, instantOfLocal, type LaterForm, localIn } from './beacon-form.ts'
import { useBeaconRules } from './beacon-rules.ts'

export type BeaconChoiceProps = { readonly form: BeaconForm; readonly onChange: (form: BeaconForm) => void }

export function BeaconChoiceFields({ form, onChange }: BeaconChoiceProps): ReactNode {
  const set = (change: Partial<BeaconForm>): void => onChange({ ...form, ...change })
  const choose = (kind: BeaconForm['kind']): void => set({ kind, at: form.at === '' ? localIn(60, Date.now()) : form.at })
  return (
    <fieldset className="mj-fieldset">
      <legend>
        <b>{t('beacon.title')}</b> <span className="quiet small">{t('beacon.note')}</span>
      </legend>
      <Radio.Group className="mj-choices" value={form.kind} onChange={(event) => choose(event.target.value)}>
        {(['none', 'drand', 'announced'] as const).map((kind) => (
          <Radio key={kind} value={kind}>
            {t(`beacon.kind.${kind}`)}
            <span className="mj-choice-note">{t(`beacon.means.${kind}`)}</span>
          </Radio>
        ))}
      </Radio.Group>
      {form.kind === 'drand' && (
        <div className="mj-dialog-row">
          <LocalTime id="beacon-at" label={t('beacon.at')} value={form.at} onChange={(at) => set({ at })} />
          <Round at={form.at} />
        </div>
      )}
      {form.kind === 'announced' && <Announced form={form} set={set} />}
    </fieldset>
  )
}

/** Which round that is: anybody can look it up when it is there. */
function Round({ at }: { readonly at: string }): ReactNode {
  const rules = useBeaconRules()
  const instant = instantOfLocal(at)
  return (
    <span className="quiet small">
      {t('beacon.atNote')}
      {rules !== undefined && instant !== null && (
        <>　{t('beacon.round', { round: String(rules.drandRoundAt(rules.quicknet, instant)) })}</>
      )}
    </span>
  )
}

function Announced({ form, set }: { readonly form: BeaconForm; readonly set: (change: Partial<BeaconForm>) => void }): ReactNode {
  const change = (key: number, part: Partial<LaterForm>): void =>
    set({ later: form.later.map((one) => (one.key === key ? { ...one, ...part } : one)) })
  const add = (): void => set({ later: [...form.later, { key: (form.later.at(-1)?.key ?? 0) + 1, what: '', at: '' }] })
  return (
    <>
      <label className="mj-label" htmlFor="beacon-what">
        {t('beacon.what')}
      </label>
      <Input
        id="beacon-what"
        value={form.what}
        maxLength={200}
        placeholder={t('beacon.whatHint')}
        onChange={(event) => set({ what: event.target.value })}
      />
      <div className="mj-dialog-row">
        <LocalTime id="beacon-at" label={t('beacon.announcedAt')} value={form.at} onChange={(at) => set({ at })} />
        <span className="quiet small">{t('beacon.atNote')}</span>
      </div>
      <span className="mj-label">
        {t('beacon.later')} <span className="quiet small">{t('beacon.laterNote')}</span>
      </span>
      {form.later.map((one, index) => (
        <div className="mj-dialog-row mj-later" key={one.key}>
          <Input
            value={one.what}
            maxLength={200}
            aria-label={`${t('beacon.what')} ${index + 2}`}
            placeholder={t('beacon.what')}
            onChange={(event) => change(one.key, { what: event.target.value })}
          />
          <LocalTime
            id={`beacon-later-${one.key}`}
            label=""
            named={`${t('beacon.announcedAt')} ${index + 2}`}
            value={one.at}
            onChange={(at) => change(one.key, { at })}
          />
          <Button
            type="text"
            aria-label={t('beacon.removeLater', { n: index + 2 })}
            icon={<Icon name="cross" />}
            onClick={() => set({ later: form.later.filter((other) => other !== one) })}
          />
        </div>
      ))}
      <Button onClick={add} disabled={form.later.length >= 10}>
        <Icon name="plus" />
        {t('beacon.addLater')}
      </Button>
    </>
  )
}

type LocalTimeProps = {
  readonly id: string
  readonly label: string
  readonly named?: string
  readonly value: string
  readonly onChange: (local: string) => void
}

const LocalTime = ({ id, label, named, value, onChange }: LocalTimeProps): ReactNode => (
  <>
    {label !== '' && (
      <label className="nowrap" htmlFor={id}>
        {label}
      </label>
    )}
    <Input
      id={id}
      type="datetime-local"
      {...(named === undefined ? {} : { 'aria-label': named })}
      value={value}
      style={{ width: 210, flex: 'none' }}
      onChange={(event) => onChange(event.target.value)}
    />
  </>
)

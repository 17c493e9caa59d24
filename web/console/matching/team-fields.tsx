/** 执法人员: how many, by person or by group, sought where, how probable at most, how evenly. */
import './team.css'
import { Form, Input, InputNumber, Radio } from 'antd'
import type { ReactNode } from 'react'
import { scopes } from '#core/matching/facts.ts'
import { t, tMaybe } from '#web/i18n/t.ts'
import { type TeamForm, teamOfForm, withScope } from './team-form.ts'
import { scopeText, scopeWords } from './words.ts'

export type TeamFieldsProps = {
  readonly value: TeamForm
  /** Somebody tried to save: what is wrong is said. */
  readonly pressed: boolean
  readonly onChange: (next: TeamForm) => void
}

export function TeamFields({ value, pressed, onChange }: TeamFieldsProps): ReactNode {
  const set = (change: Partial<TeamForm>): void => onChange({ ...value, ...change })
  return (
    <>
      <div className="mat-team">
        <Form.Item label={t('team.unit')}>
          <Choices
            name="team.unit"
            label={t('team.unit')}
            value={value.teamUnit}
            options={['person', 'group'] as const}
            onChange={(teamUnit) => set({ teamUnit })}
          />
        </Form.Item>
        <Form.Item label={t('team.balance')}>
          <Choices
            name="team.balance"
            label={t('team.balance')}
            value={value.balance}
            options={['year', 'draw'] as const}
            onChange={(balance) => set({ balance })}
          />
        </Form.Item>
      </div>
      <Form.Item label={t('team.scope')} extra={t('team.scopeNote')}>
        <ScopeLadder value={value} onChange={onChange} />
      </Form.Item>
      <div className="mat-numbers">
        <Form.Item label={t('team.size')} htmlFor="team-size" extra={t('team.sizeNote')}>
          <InputNumber
            id="team-size"
            min={2}
            max={5}
            precision={0}
            suffix={t('team.people')}
            value={value.officersPerObject}
            onChange={(officersPerObject) => set({ officersPerObject: officersPerObject ?? 2 })}
          />
        </Form.Item>
        <Form.Item label={t('team.least')} htmlFor="team-least" extra={t('team.leastNote')}>
          <InputNumber
            id="team-least"
            min={2}
            max={1000}
            precision={0}
            suffix={t('team.people')}
            value={value.leastEligible}
            onChange={(leastEligible) => set({ leastEligible: leastEligible ?? 5 })}
          />
        </Form.Item>
        <Form.Item
          label={t('team.cap')}
          htmlFor="team-cap"
          extra={t('team.capNote')}
          {...(pressed && teamOfForm(value) === null ? { validateStatus: 'error' as const, help: t('team.capWrong') } : {})}
        >
          <Input
            id="team-cap"
            inputMode="decimal"
            suffix="%"
            value={value.pairCap}
            onChange={(event) => set({ pairCap: event.target.value })}
          />
        </Form.Item>
        <Form.Item label={t('team.most')} htmlFor="team-most" extra={t('team.mostNote')}>
          <InputNumber
            id="team-most"
            min={1}
            max={100_000}
            precision={0}
            placeholder={t('team.mostNone')}
            value={value.mostPerOfficer}
            onChange={(mostPerOfficer) => set({ mostPerOfficer })}
          />
        </Form.Item>
      </div>
    </>
  )
}

type ChoicesProps<Option extends string> = {
  readonly name: 'team.unit' | 'team.balance'
  readonly label: string
  readonly value: Option
  readonly options: readonly Option[]
  readonly onChange: (option: Option) => void
}

function Choices<Option extends string>({ name, label, value, options, onChange }: ChoicesProps<Option>): ReactNode {
  return (
    <Radio.Group
      className="mj-choices"
      aria-label={label}
      value={value}
      onChange={(event) => onChange(options.find((option) => option === event.target.value) ?? value)}
    >
      {options.map((option) => (
        <Radio key={option} value={option}>
          {tMaybe(`${name}.${option}`, option)}
          <span className="mj-choice-note">{tMaybe(`${name}.${option}Note`, '')}</span>
        </Radio>
      ))}
    </Radio.Group>
  )
}

/** Five steps from the nearest to the widest: where the search begins, and how far it may go. Native radios: the two groups cross the rows. */
const ScopeLadder = ({ value, onChange }: Pick<TeamFieldsProps, 'value' | 'onChange'>): ReactNode => (
  <div className="mj-table-scroll">
    <table className="mj-table mj-table-dense mat-ladder">
      <caption className="hidden-text">{t('team.scope')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('team.scope.step')}</th>
          <th scope="col" className="mat-radio">
            {t('team.scope.from')}
          </th>
          <th scope="col" className="mat-radio">
            {t('team.scope.to')}
          </th>
        </tr>
      </thead>
      <tbody>
        {scopes.map((scope, step) => {
          const inside = step >= scopes.indexOf(value.officerScope) && step <= scopes.indexOf(value.officerReach)
          return (
            <tr key={scope} className={inside ? 'mj-chosen' : ''}>
              <th scope="row">
                {scopeWords(scope)}
                <span className="quiet small">{scopeText(scope)}</span>
              </th>
              <td className="mat-radio">
                <input
                  type="radio"
                  name="team-scope"
                  aria-label={t('team.scope.fromOf', { scope: scopeWords(scope) })}
                  checked={value.officerScope === scope}
                  onChange={() => onChange(withScope(value, scope))}
                />
              </td>
              <td className="mat-radio">
                <input
                  type="radio"
                  name="team-reach"
                  aria-label={t('team.scope.toOf', { scope: scopeWords(scope) })}
                  checked={value.officerReach === scope}
                  disabled={step < scopes.indexOf(value.officerScope)}
                  onChange={() => onChange({ ...value, officerReach: scope })}
                />
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  </div>
)

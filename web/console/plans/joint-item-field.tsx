/** 联合事项与配合部门 of a row: choosing a joint item brings its departments and items; both can be changed by hand. */
import './plan-people.css'
import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { type ReactNode, useState } from 'react'
import type { LinkedDepartment } from '#contract/joint-items.ts'
import type { OtherDepartment } from '#contract/plan-parties.ts'
import type { PlanParty } from '#core/plans/row.ts'
import { api, client } from '#web/api/client.ts'
import { problemOf, type ShownProblem } from '#web/api/problem.ts'
import { t } from '#web/i18n/t.ts'
import { ProblemAlert } from '#web/ui/states.tsx'

export type JointChoice = {
  readonly jointItemId: string | null
  readonly parties: readonly Mutable<PlanParty>[]
  /** Items of one's own department that the joint item names; null where they are left as they are. */
  readonly itemIds: readonly string[] | null
}
type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer One)[] ? One[] : T[K] }

export type JointItemFieldProps = {
  readonly value: string | null
  readonly parties: readonly PlanParty[]
  readonly onChange: (choice: JointChoice) => void
}

export function JointItemField({ value, parties, onChange }: JointItemFieldProps): ReactNode {
  const joint = useQuery(api.jointItems.list.queryOptions({ input: { state: 'published', limit: 200 } }))
  const others = useQuery(api.planParties.departments.queryOptions())
  const [open, setOpen] = useState<readonly string[]>([])
  const [problem, setProblem] = useState<ShownProblem | null>(null)
  const mine = parties.map((party) => ({ ...party, itemIds: [...party.itemIds] }))
  const departments = others.data?.departments ?? []

  const choose = async (jointItemId: string | null): Promise<void> => {
    setOpen([])
    setProblem(null)
    if (jointItemId === null) return onChange({ jointItemId, parties: mine, itemIds: null })
    try {
      const linked = (await client.jointItems.departments({ jointItemId })).departments
      setOpen(unmatched(linked))
      onChange({ jointItemId, ...choiceOf(linked, departments) })
    } catch (error) {
      setProblem(problemOf(error))
    }
  }
  const name = (chosen: readonly string[]): void => {
    const named = departments.filter((one) => chosen.includes(keyOf(one)))
    const kept = (one: OtherDepartment): string[] => mine.find((party) => keyOf(party) === keyOf(one))?.itemIds ?? []
    onChange({ jointItemId: value, itemIds: null, parties: named.map((one) => ({ ...partyOf(one), itemIds: kept(one) })) })
  }
  return (
    <div className="pp-fields pp-joint">
      <ProblemAlert problem={problem} />
      <div className="pp-wide">
        <label className="pp-label" htmlFor="row-joint-item">
          {t('jointUse.field')} ({t('kit.optional')})
        </label>
        <Select
          id="row-joint-item"
          style={{ width: '100%' }}
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={t('jointUse.fieldHint')}
          value={value}
          loading={joint.isPending}
          options={(joint.data?.rows ?? []).map((one) => ({
            value: one.id,
            label: `${one.code} ${one.name}（${t('item.versionN', { n: one.version })}）`,
          }))}
          onChange={(id: string | undefined) => void choose(id ?? null)}
        />
        {open.length > 0 && <p className="mj-note mj-note-amber">{t('jointUse.open', { names: open.join('、') })}</p>}
      </div>
      <div className="pp-wide">
        <label className="pp-label" htmlFor="row-parties">
          {t('jointUse.parties')}
        </label>
        <Select
          id="row-parties"
          mode="multiple"
          style={{ width: '100%' }}
          placeholder={t('jointUse.partiesHint')}
          optionFilterProp="label"
          value={mine.map(keyOf)}
          options={optionsOf(departments, mine)}
          onChange={name}
        />
      </div>
      {mine.map((party) => (
        <PartyItems
          key={keyOf(party)}
          party={party}
          items={departments.find((one) => keyOf(one) === keyOf(party))?.items ?? []}
          onChange={(itemIds) =>
            onChange({
              jointItemId: value,
              itemIds: null,
              parties: mine.map((one) => (keyOf(one) === keyOf(party) ? { ...one, itemIds } : one)),
            })
          }
        />
      ))}
    </div>
  )
}

const PartyItems = (props: {
  readonly party: PlanParty
  readonly items: OtherDepartment['items']
  readonly onChange: (itemIds: string[]) => void
}): ReactNode => (
  <div className="pp-wide">
    <label className="pp-label" htmlFor={`row-party-${props.party.dept}`}>
      {t('jointUse.itemsOf', { org: props.party.orgName })}
    </label>
    <Select
      id={`row-party-${props.party.dept}`}
      mode="multiple"
      style={{ width: '100%' }}
      placeholder={t('jointUse.itemsHint')}
      optionFilterProp="label"
      value={[...props.party.itemIds]}
      options={props.items.map(({ id, name }) => ({ value: id, label: name }))}
      onChange={props.onChange}
    />
  </div>
)

const keyOf = ({ dept, orgPath }: { readonly dept: string; readonly orgPath: string }): string => `${orgPath} ${dept}`
const partyOf = ({ dept, orgPath, orgName }: Omit<PlanParty, 'itemIds'>) => ({ dept, orgPath, orgName })

/** A party that is named already stays in sight, whatever the list of departments holds. */
const optionsOf = (departments: readonly OtherDepartment[], parties: readonly PlanParty[]) =>
  [...departments, ...parties.filter((party) => !departments.some((one) => keyOf(one) === keyOf(party)))].map((one) => ({
    value: keyOf(one),
    label: one.orgName,
  }))

function choiceOf(linked: readonly LinkedDepartment[], others: readonly OtherDepartment[]): Pick<JointChoice, 'parties' | 'itemIds'> {
  const idsOf = ({ items }: LinkedDepartment): string[] => items.flatMap(({ itemId }) => itemId ?? [])
  const isOther = (org: Omit<PlanParty, 'itemIds'>): boolean => others.some((one) => keyOf(one) === keyOf(org))
  const own = linked.filter(({ org }) => org !== null && !isOther(org)).flatMap(idsOf)
  return {
    parties: linked.flatMap((one) => (one.org !== null && isOther(one.org) ? [{ ...partyOf(one.org), itemIds: idsOf(one) }] : [])),
    itemIds: own.length === 0 ? null : own,
  }
}

/** What has no counterpart at this place, by department, or by item where the department has one. */
const unmatched = (linked: readonly LinkedDepartment[]): string[] =>
  linked.flatMap(({ department, org, items }) =>
    org === null ? [department] : items.filter(({ itemId }) => itemId === null).map(({ name }) => `${department} ${name}`),
  )

/** 适用对象 of an item: the rules that hold in the place of whoever looks, how many objects they cover, and the form of the own rules. */
import './libraries.css'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Modal, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import type { Coverage } from '#contract/libraries.ts'
import { type Answers, api, client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t } from '#web/i18n/t.ts'
import { formatNumber } from '#web/ui/format.ts'
import { ActionButton, Section, Tag } from '#web/ui/page.tsx'
import { Loaded, ProblemAlert } from '#web/ui/states.tsx'
import { kindOptions } from '../registers/entity-words.ts'

type OfItem = Answers['libraries']['coverage']
type Target = Coverage['target']

/** `listed`: the objects stand below on the same page. */
export function ItemCoverage({ itemCode, listed = false }: { readonly itemCode: string; readonly listed?: boolean }): ReactNode {
  const query = useQuery(api.libraries.coverage.queryOptions({ input: { itemCode } }))
  return <Loaded query={query}>{(coverage) => <CoverageView itemCode={itemCode} coverage={coverage} listed={listed} />}</Loaded>
}

function CoverageView({
  itemCode,
  coverage,
  listed,
}: {
  readonly itemCode: string
  readonly coverage: OfItem
  readonly listed: boolean
}): ReactNode {
  const [editing, setEditing] = useState(false)
  const n = ({ value, capped }: OfItem['covered']): string => `${formatNumber(value)}${capped ? '+' : ''}`
  const edit = (
    <ActionButton size="small" ability={coverage.abilities.edit} onClick={() => setEditing(true)}>
      {t('coverage.edit')}
    </ActionButton>
  )
  return (
    <Section title={t('coverage.title')} note={t('coverage.covered', { n: n(coverage.covered) })} extra={edit}>
      {coverage.rules.length === 0 ? (
        <p className="quiet small">{t('coverage.none')}</p>
      ) : (
        <ul className="coverage-rules">
          {coverage.rules.map((rule) => (
            <li key={`${rule.orgPath} ${rule.target} ${rule.targetId}`}>
              <Tag>{t(`coverage.target.${rule.target}`)}</Tag> <b className="strong">{rule.name ?? t('coverage.hidden')}</b>{' '}
              <span className="quiet small">{rule.orgName}</span>
            </li>
          ))}
        </ul>
      )}
      <p className="small">
        <span className="quiet">{t('coverage.mapped', { n: n(coverage.mapped) })}</span>{' '}
        {!listed && (
          <Link className="mj-underlined" to="/items-coverage/$itemCode" params={{ itemCode }}>
            {t('coverage.objects')}
          </Link>
        )}
      </p>
      {editing && <CoverageDialog itemCode={itemCode} coverage={coverage} onClose={() => setEditing(false)} />}
    </Section>
  )
}

const targets = ['label', 'library', 'kind'] as const

function CoverageDialog({
  itemCode,
  coverage,
  onClose,
}: {
  readonly itemCode: string
  readonly coverage: OfItem
  readonly onClose: () => void
}): ReactNode {
  const own = coverage.rules.filter((rule) => rule.own)
  const [chosen, setChosen] = useState<Readonly<Record<Target, readonly string[]>>>({
    label: idsOf(own, 'label'),
    library: idsOf(own, 'library'),
    kind: idsOf(own, 'kind'),
  })
  const save = useCommand(client.libraries.setCoverage, { announce: false, done: t('coverage.saved'), onDone: onClose })
  const labels = useQuery(api.labels.list.queryOptions({ input: { state: 'active' } })).data?.rows ?? []
  const libraries = useQuery(api.libraries.list.queryOptions({ input: { state: 'active', limit: 200 } })).data?.rows ?? []
  const options: Readonly<Record<Target, readonly { readonly value: string; readonly label: string }[]>> = {
    label: labels.map(({ id, name }) => ({ value: id, label: name })),
    library: libraries.map(({ id, name }) => ({ value: id, label: name })),
    kind: kindOptions(),
  }
  const submit = (): void => {
    const rules = targets.flatMap((target) => chosen[target].map((targetId) => ({ target, targetId })))
    void save.run({ itemCode, rules })
  }
  return (
    <Modal
      open
      title={t('coverage.editTitle', { code: itemCode })}
      okText={t('coverage.save')}
      cancelText={t('kit.cancel')}
      confirmLoading={save.pending}
      mask={{ closable: false }}
      onOk={submit}
      onCancel={onClose}
    >
      <ProblemAlert problem={save.problem} />
      <p className="quiet small">{t('coverage.editNote')}</p>
      {targets.map((target) => (
        <div key={target} style={{ marginTop: 12 }}>
          <label htmlFor={`coverage-${target}`}>{t(`coverage.target.${target}`)}</label>
          <Select
            id={`coverage-${target}`}
            mode="multiple"
            style={{ width: '100%', marginTop: 4 }}
            showSearch={{ optionFilterProp: 'label' }}
            value={[...chosen[target]]}
            options={[...options[target]]}
            onChange={(ids: string[]) => setChosen((now) => ({ ...now, [target]: ids }))}
          />
        </div>
      ))}
    </Modal>
  )
}

const idsOf = (rules: OfItem['rules'], target: Target): readonly string[] =>
  rules.filter((rule) => rule.target === target).map((rule) => rule.targetId)

/** 点名对象 and 指定人员 of a triggered task: codes as typed, objects found by name, and a team with one lead. */
import { useQuery } from '@tanstack/react-query'
import { Button, Input, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import { api, client } from '#web/api/client.ts'
import { problemOf, type ShownProblem } from '#web/api/problem.ts'
import { t } from '#web/i18n/t.ts'
import { ActionButton } from '#web/ui/page.tsx'
import { ProblemAlert } from '#web/ui/states.tsx'
import type { NamedForm, OfficerForm } from './source-form.ts'

export type NamedFieldsProps = {
  readonly value: readonly NamedForm[]
  readonly wrong: string | undefined
  readonly onChange: (objects: readonly NamedForm[]) => void
}

export function NamedFields({ value, wrong, onChange }: NamedFieldsProps): ReactNode {
  const add = (rows: readonly NamedForm[]): void => {
    const known = new Set(value.map(({ subject }) => subject))
    onChange([...value, ...rows.filter(({ subject }) => !known.has(subject))])
  }
  return (
    <>
      <div className="mj-filter-editor">
        <Codes onFound={add} />
        <div>
          <ByName onFound={(row) => add([row])} />
        </div>
      </div>
      {wrong !== undefined && <p className="red small">{wrong}</p>}
      {value.length === 0 ? (
        wrong === undefined && <p className="quiet small">{t('task.named.none')}</p>
      ) : (
        <ul className="mj-named">
          {value.map((one) => (
            <li key={one.subject}>
              <span>
                {one.name} <span className="mono quiet tiny">{one.subject}</span> <span className="quiet tiny">{one.regionName}</span>
              </span>
              <ActionButton link size="small" onClick={() => onChange(value.filter(({ subject }) => subject !== one.subject))}>
                {t('item.line.remove')}
              </ActionButton>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

/** Codes are checked against the register before they count; what is unknown stays in the field. */
function Codes({ onFound }: { readonly onFound: (rows: readonly NamedForm[]) => void }): ReactNode {
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<ShownProblem | null>(null)
  const [unknown, setUnknown] = useState<readonly string[]>([])
  const subjects = [...new Set(text.split(/[\s,，;；]+/).filter((one) => one !== ''))]
  const check = async (): Promise<void> => {
    setProblem(null)
    try {
      const found = await client.tasks.findObjects({ subjects })
      onFound(found.rows)
      setUnknown(found.unknown)
      setText(found.unknown.join('\n'))
    } catch (error) {
      setProblem(problemOf(error))
    }
  }
  return (
    <div className="mj-named-way">
      <ProblemAlert problem={problem} />
      <Input.TextArea
        aria-label={t('task.named.codes')}
        placeholder={t('task.named.codes')}
        rows={3}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {unknown.length > 0 && <p className="red small">{t('task.named.unknown', { subjects: unknown.slice(0, 5).join('、') })}</p>}
      <Button disabled={subjects.length === 0 || subjects.length > 500} onClick={() => void check()}>
        {t('task.named.add')}
      </Button>
    </div>
  )
}

function ByName({ onFound }: { readonly onFound: (row: NamedForm) => void }): ReactNode {
  const [q, setQ] = useState('')
  const asked = q.trim().length >= 2
  const query = useQuery({ ...api.registers.listEntities.queryOptions({ input: { q: q.trim(), limit: 20 } }), enabled: asked })
  const rows = asked ? (query.data?.rows ?? []) : []
  return (
    <Select
      value={null}
      aria-label={t('task.named.search')}
      placeholder={t('task.named.search')}
      style={{ width: '100%' }}
      loading={query.isFetching}
      showSearch={{ filterOption: false, onSearch: setQ }}
      notFoundContent={asked ? t('kit.empty') : null}
      options={rows.map(({ subject, name, regionName }) => ({ value: subject, label: `${name}　${regionName}` }))}
      onChange={(subject: string | null) => {
        const row = rows.find((one) => one.subject === subject)
        if (row !== undefined) onFound({ subject: row.subject, name: row.name, regionName: row.regionName })
      }}
    />
  )
}

export type AppointedFieldsProps = {
  readonly value: readonly OfficerForm[]
  readonly wrong: string | undefined
  readonly onChange: (officers: readonly OfficerForm[]) => void
}

export function AppointedFields({ value, wrong, onChange }: AppointedFieldsProps): ReactNode {
  const [q, setQ] = useState('')
  const query = useQuery(
    api.officers.list.queryOptions({ input: { state: 'active', limit: 50, ...(q.trim() === '' ? {} : { q: q.trim() }) } }),
  )
  const rows = (query.data?.rows ?? []).filter(({ id }) => !value.some(({ officerId }) => officerId === id))
  const role = (at: number, next: OfficerForm['role']): void =>
    onChange(
      value.map((one, index) =>
        index === at ? { ...one, role: next } : next === 'lead' && one.role === 'lead' ? { ...one, role: 'assist' as const } : one,
      ),
    )
  return (
    <>
      <Select
        value={null}
        aria-label={t('task.team.add')}
        placeholder={t('task.team.add')}
        loading={query.isFetching}
        showSearch={{ filterOption: false, onSearch: setQ }}
        style={{ width: 320, maxWidth: '100%' }}
        options={rows.map(({ id, name, orgName, population }) => ({
          value: id,
          label: `${name}　${orgName}${population === 'experts' ? `　${t('task.role.expert')}` : ''}`,
        }))}
        onChange={(id: string | null) => {
          const row = rows.find((one) => one.id === id)
          if (row !== undefined) onChange([...value, { officerId: row.id, name: row.name, role: roleOf(row.population, value) }])
        }}
      />
      {wrong !== undefined && (
        <p className="red small" role="alert">
          {wrong}
        </p>
      )}
      <ul className="mj-named">
        {value.map((one, at) => (
          <li key={one.officerId}>
            <span className="mj-inline">
              {one.name}
              {one.role === 'expert' ? (
                <span className="quiet">{t('task.role.expert')}</span>
              ) : (
                <Select
                  size="small"
                  aria-label={`${one.name} ${t('task.team')}`}
                  value={one.role}
                  options={(['lead', 'assist'] as const).map((code) => ({ value: code, label: t(`task.role.${code}`) }))}
                  onChange={(next) => role(at, next)}
                />
              )}
            </span>
            <ActionButton link size="small" onClick={() => onChange(value.filter((_, index) => index !== at))}>
              {t('item.line.remove')}
            </ActionButton>
          </li>
        ))}
      </ul>
    </>
  )
}

/** An expert goes along and is no part of the team; the first officer chosen leads until somebody else does. */
const roleOf = (population: string, team: readonly OfficerForm[]): OfficerForm['role'] =>
  population === 'experts' ? 'expert' : team.some((one) => one.role === 'lead') ? 'assist' : 'lead'

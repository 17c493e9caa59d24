/** Why there is this task, whom it names, in which batches it goes, and what became of the problems it found. */
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Task } from '#contract/tasks.ts'
import { isLedgerException, ledgerExceptions } from '#core/ledger/exceptions.ts'
import { isNamed, taskSources } from '#core/tasks/source.ts'
import { language, t } from '#web/i18n/t.ts'
import { formatNumber, formatRange, formatRate, formatTime } from '#web/ui/format.ts'
import { type Fact, Facts, Section, Tag } from '#web/ui/page.tsx'
import { type Column, Table } from '#web/ui/table.tsx'

/** Of a task outside the plan; what the plan says of the others stands in the plan. */
export function TaskBasis({ task }: { readonly task: Task }): ReactNode {
  const { origin, approval, decision } = task
  if (task.source === 'plan' && task.cancelledReason === null && task.labelOrigins.length === 0) return null
  const facts = [
    { label: t('task.source'), value: taskSources[task.source][language()] },
    { label: t('task.reason'), value: task.reason },
    { label: t('task.scope'), value: task.objectScope },
    ...(origin === null
      ? []
      : [
          { label: t('task.origin'), value: `${origin.refNo}，${origin.from}，${origin.date}` },
          { label: t('task.origin.summary'), value: origin.summary },
        ]),
    ...(approval === null
      ? []
      : [{ label: t('task.approval'), value: `${approval.approvalNo}；${approval.filingNo}，${approval.filedOn}` }]),
    ...(decision === null
      ? []
      : [
          {
            label: t('task.opinion'),
            value: `${decision.opinion === '' ? '—' : decision.opinion}（${t('task.decided', { by: decision.by, at: formatTime(decision.at) })}）`,
          },
        ]),
  ].filter(({ value }) => value !== '')
  return (
    <Section title={t('task.basis')}>
      {task.cancelledReason !== null && (
        <p className="mj-note" role="status">
          {t('task.cancelledWhy', { reason: task.cancelledReason })}
        </p>
      )}
      <Facts facts={[...(task.source === 'plan' ? [] : facts), ...labelOriginFacts(task)]} />
    </Section>
  )
}

/** 标签来源: how the labels came that the filter asks for; the announcement says the same. */
const labelOriginFacts = ({ labelOrigins }: Task): Fact[] =>
  labelOrigins.length === 0
    ? []
    : [
        {
          label: t('task.labelOrigin'),
          value: labelOrigins.map(({ label, kind, since, times, objects, labelledOn, orgName }) => (
            <div key={`${label} ${labelledOn} ${orgName}`}>
              {t(`task.labelOrigin.${kind}`, {
                ...{ label, since: since ?? '', n: times ?? 0 },
                ...{ objects: formatNumber(objects), org: orgName, day: labelledOn },
              })}
            </div>
          )),
          wide: true,
        },
      ]

export function NamedObjects({ task }: { readonly task: Task }): ReactNode {
  if (!isNamed(task.source)) return null
  const columns: Column<Task['objects'][number]>[] = [
    { key: 'name', title: t('followUp.object'), cell: (one) => one.name },
    { key: 'code', title: t('task.named.code'), cell: (one) => <span className="mono">{one.subject}</span> },
    { key: 'region', title: t('task.filter.region'), cell: (one) => one.regionName },
  ]
  return (
    <>
      <Section title={t('task.named')} note={t('task.named.n', { n: task.objects.length })}>
        <Table columns={columns} rows={task.objects} rowKey={(one) => one.subject} caption={t('task.named')} />
      </Section>
      <Section title={t('task.team')} note={t('task.team.notDrawn')}>
        <p>{appointedWords(task)}</p>
        <p className="mj-inline">
          {task.officers.map(({ officerId, name, role }) => (
            <span key={officerId}>
              {name} <Tag tone={role === 'lead' ? 'accent' : 'plain'}>{t(`task.role.${roleOf(role)}`)}</Tag>
            </span>
          ))}
        </p>
      </Section>
    </>
  )
}

/** By whom the team was appointed, and who agreed: a draft has nobody yet who did. */
function appointedWords({ submittedBy, createdBy, decision, state }: Task): string {
  const by = submittedBy ?? createdBy
  return decision === null || state === 'draft' || state === 'submitted'
    ? t('task.team.by', { by })
    : t('task.team.approved', { by, approver: decision.by, at: formatTime(decision.at) })
}

const roleOf = (role: string): 'lead' | 'assist' | 'expert' => (role === 'lead' || role === 'expert' ? role : 'assist')

/** 联合抽查事项: what a joint task carries out, with every department of the list, also one that is not at this place. */
export function JointItem({ task }: { readonly task: Task }): ReactNode {
  const { jointItem } = task
  if (jointItem === null) return null
  const { id, code, name, version, departments } = jointItem
  return (
    <Section title={t('task.jointItem')}>
      <Facts
        facts={[
          {
            label: t('task.jointItem.name'),
            value: (
              <Link to="/joint-items/$jointItemId" params={{ jointItemId: id }}>
                {name}
              </Link>
            ),
          },
          { label: t('task.jointItem.code'), value: <span className="mono">{`${code} v${version}`}</span> },
          { label: t('joint.initiator'), value: departments[0] ?? '' },
          { label: t('joint.participants'), value: departments.slice(1).join('、') },
        ]}
      />
    </Section>
  )
}

export function TaskItems({ task }: { readonly task: Task }): ReactNode {
  return (
    <Section title={t('task.items')}>
      <ul className="mj-item-lines">
        {task.items.map((item) => (
          <li key={item.id}>
            <span className="mono quiet">{item.code}</span>
            {item.itemClass === 'key' && <Tag tone="accent">{t('task.class.key')}</Tag>}
            {item.name}
            <span className="quiet tiny">v{item.version}</span>
            {item.sharePpm < 1_000_000 && <Tag>{t('task.shares.words', { percent: formatRate(item.sharePpm).replace('%', '') })}</Tag>}
          </li>
        ))}
        {task.otherItems.map((item) => (
          <li key={item.name}>
            <span className="mj-tag mj-tag-amber">{t('task.otherTag')}</span>
            {item.name}
            {item.remark !== '' && <span className="quiet tiny">{item.remark}</span>}
          </li>
        ))}
      </ul>
    </Section>
  )
}

export function Batches({ task }: { readonly task: Task }): ReactNode {
  if (task.batches.length === 0) return null
  const columns: Column<Task['batches'][number]>[] = [
    { key: 'no', title: t('task.batches'), width: 120, cell: (one) => t('task.batches.no', { n: one.no }) },
    { key: 'share', title: t('task.strata.rate'), width: 120, cell: (one) => formatRate(one.sharePpm) },
    { key: 'days', title: t('task.window'), cell: (one) => formatRange(one.from, one.to) },
  ]
  return (
    <Section title={t('task.batches')} note={t('task.batches.note')}>
      <Table columns={columns} rows={task.batches} rowKey={(one) => String(one.no)} caption={t('task.batches')} />
    </Section>
  )
}

/** 频次例外, and problems that keep the task from being done. */
export function TaskFollowUp({ task }: { readonly task: Task }): ReactNode {
  const { open, closed } = task.problems
  const { frequencyException: exception } = task
  return (
    <>
      {exception !== null && (
        <Section title={t('task.exception')}>
          <p>
            {isLedgerException(exception.code) ? ledgerExceptions[exception.code][language()] : exception.code}：{exception.note}
          </p>
        </Section>
      )}
      {open + closed > 0 && (
        <Section title={t('followUp.title')}>
          <Link to="/follow-ups" search={{ taskId: task.id }} className={open > 0 ? 'amber' : ''}>
            {t('followUp.ofTask', { open, closed })}
          </Link>
        </Section>
      )}
    </>
  )
}

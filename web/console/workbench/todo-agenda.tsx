/** The agenda: grouped by deadline, the most urgent first; only its button is filled. */
import { Button } from 'antd'
import type { ReactNode } from 'react'
import type { Answers } from '#web/api/client.ts'
import { t, tMaybe } from '#web/i18n/t.ts'
import { daysUntil, formatDay, formatDue, formatNumber } from '#web/ui/format.ts'
import { useOpenPath } from '#web/ui/path-link.tsx'

type Todo = Answers['record']['workbench']['todos'][number]

const groups = ['late', 'today', 'week', 'later', 'undated'] as const
type Group = (typeof groups)[number]

export function TodoAgenda({ todos }: { readonly todos: readonly Todo[] }): ReactNode {
  const sorted = [...todos].sort((a, b) => (a.due ?? '9999').localeCompare(b.due ?? '9999') || a.thing.localeCompare(b.thing))
  const first = sorted[0]
  return groups.map((group) => {
    const mine = sorted.filter((todo) => groupOf(todo) === group)
    if (mine.length === 0) return null
    return (
      <div key={group} className="bench-group">
        <h3 className={group === 'late' ? 'red' : ''}>
          {t(`workbench.${group}`)}
          <span>{formatNumber(mine.reduce((sum, todo) => sum + todo.count, 0))}</span>
        </h3>
        <ul>
          {mine.map((todo) => (
            <TodoLine key={`${todo.verb} ${todo.thing} ${todo.title}`} todo={todo} first={todo === first} />
          ))}
        </ul>
      </div>
    )
  })
}

function TodoLine({ todo, first }: { readonly todo: Todo; readonly first: boolean }): ReactNode {
  const open = useOpenPath()
  const due = formatDue(todo.due)
  return (
    <li className="bench-todo">
      <div className="bench-due">
        {todo.due !== null && <b>{formatDay(todo.due)}</b>}
        <span className={toneOf(todo) ?? due.tone}>{stageText(todo) ?? due.text}</span>
      </div>
      <div className="bench-what">
        <b>{tMaybe(`todo.${todo.verb}`, todo.verb)}</b>
        <span>
          {[todo.title, todo.count > 1 || todo.title === '' ? t('workbench.count', { n: todo.count }) : '']
            .filter((text) => text !== '')
            .join(' · ')}
        </span>
      </div>
      <div className="bench-why">{tMaybe(`why.${todo.why}`, todo.why)}</div>
      <Button size="small" type={first ? 'primary' : 'default'} onClick={() => open(todo.thing)}>
        {tMaybe(`do.${todo.verb}`, t('do.other'))}
      </Button>
    </li>
  )
}

/** Working days where the policy reminds in them; days of the calendar elsewhere. */
function stageText({ stage }: Todo): string | null {
  const days = stage === null ? null : /^d(\d+)$/.exec(stage)?.[1]
  return days === null || days === undefined ? null : t('workbench.workingDays', { n: Number(days) })
}

/** Overdue red; the last step of the policy and the day itself amber. */
function toneOf({ stage }: Todo): string | null {
  if (stage === 'overdue') return 'red'
  if (stage === 'today' || stage === 'd1') return 'amber'
  return stage === null ? null : 'accent'
}

function groupOf({ due }: Todo): Group {
  if (due === null) return 'undated'
  const days = daysUntil(due)
  return days < 0 ? 'late' : days === 0 ? 'today' : days <= 7 ? 'week' : 'later'
}

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { knownYears, workingDayAfter } from '#core/calendar/working-days.ts'
import { stageOf, toldAt } from './deadline.ts'

const remind = [5, 1]
const at = (today: string, dueOn: string) => {
  const stage = stageOf(today, dueOn, remind)
  return stage.ok ? stage.value : stage.failure
}

describe('how near a day is', () => {
  test('a day within five working days, within one, on the day, past it', () => {
    expect(at('2026-11-05', '2026-11-20')).toBe(null)
    expect(at('2026-11-13', '2026-11-20')).toBe('d5')
    expect(at('2026-11-19', '2026-11-20')).toBe('d1')
    expect(at('2026-11-20', '2026-11-20')).toBe('today')
    expect(at('2026-11-21', '2026-11-20')).toBe('overdue')
  })

  test('a holiday week does not count: on 30 September a day in the second week of October is five working days away', () => {
    expect(at('2026-09-30', '2026-10-13')).toBe('d5')
    expect(at('2026-09-30', '2026-10-07')).toBe('d1')
    expect(at('2026-09-23', '2026-10-13')).toBe(null)
  })

  test('a day of an unknown year is a failure unless it is there or past', () => {
    expect(at('2039-06-01', '2039-06-08')).toMatchObject({ type: 'calendar_year_unknown', year: 2039 })
    expect(at('2039-06-01', '2039-06-01')).toBe('today')
    expect(at('2039-06-02', '2039-06-01')).toBe('overdue')
    expect(at('2026-11-20', '2039-06-01')).toBe(null)
  })

  test('at the end of the known calendar, what is certainly far is no failure, and the last day is a day like others', () => {
    const last = `${Math.max(...knownYears)}-12-31`
    const [december, after] = [last.replace('-31', '-10'), `${Number(last.slice(0, 4)) + 1}-01-05`]
    expect(at(december, after)).toBe(null)
    expect(at(last.replace('-31', '-28'), after)).toMatchObject({ type: 'calendar_year_unknown', year: Number(after.slice(0, 4)) })
    expect(at(last.replace('-31', '-30'), last)).toBe('d1')
    expect([at(last, last), at(after, after), at(after, last)]).toEqual(['today', 'today', 'overdue'])
  })

  test('a Saturday that works for a holiday is a working day to remind by', () => {
    // 2026-10-10 is a Saturday of work: from Friday the 9th it is the last working day before Monday the 12th.
    expect(at('2026-10-09', '2026-10-12')).toBe('d5')
    expect(at('2026-10-10', '2026-10-12')).toBe('d1')
    expect(at('2026-10-16', '2026-10-19')).toBe('d1')
  })

  test('stages only come nearer as days pass, and each comes once', () => {
    const day = fc.integer({ min: 0, max: 5000 }).map((n) => new Date(Date.UTC(2010, 0, 1) + n * 86_400_000).toISOString().slice(0, 10))
    const order = [null, 'd5', 'd1', 'today', 'overdue']
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 30 }), (from, n) => {
        const due = workingDayAfter(from, n)
        if (!due.ok) throw new Error('these years are known')
        const stages: number[] = []
        for (let today = from; today <= due.value; today = next(today)) stages.push(order.indexOf(at(today, due.value) as string | null))
        expect(stages).toEqual(stages.toSorted((a, b) => a - b))
        expect(stages.at(-1)).toBe(order.indexOf('today'))
      }),
    )
  })

  test('a policy with other steps has other stages', () => {
    expect(stageOf('2026-11-10', '2026-11-20', [10, 3])).toEqual({ ok: true, value: 'd10' })
    expect(stageOf('2026-11-18', '2026-11-20', [3, 10])).toEqual({ ok: true, value: 'd3' })
    expect(stageOf('2026-11-18', '2026-11-20', [])).toEqual({ ok: true, value: null })
  })
})

test('who acts is told at every stage; when the day has passed, whoever answers for it too, and whoever waits for it', () => {
  const whom = (...args: Parameters<typeof toldAt>) => toldAt(...args).map(({ as, permission }) => `${as} ${permission}`)
  expect(whom('task_window', 'd5')).toEqual(['acts task.edit'])
  expect(whom('task_window', 'today')).toEqual(['acts task.edit'])
  expect(whom('task_window', 'overdue')).toEqual(['acts task.edit', 'escalatesTo plan.approve'])
  expect(whom('sub_task', 'd1')).toEqual(['acts task.accept'])
  expect(whom('sub_task', 'overdue')).toEqual(['acts task.accept', 'escalatesTo plan.approve', 'waits task.dispatch'])
})

const next = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)

/** 录入检查结果: on a phone with one thumb, or at a desk. What is typed is kept in this browser with every change. */
import { Button } from 'antd'
import { type ReactNode, useRef, useState } from 'react'
import type { Visit } from '#contract/inspections.ts'
import { methods, outcomeCodes, outcomes } from '#core/inspections/outcomes.ts'
import { client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { reasonText } from '#web/api/problem.ts'
import { language, t } from '#web/i18n/t.ts'
import { dropDraft, keepDraft, readDraft } from '#web/ui/draft.ts'
import { formatClock, formatTime, today } from '#web/ui/format.ts'
import { Section } from '#web/ui/page.tsx'
import { ProblemAlert } from '#web/ui/states.tsx'
import { Choice } from './choice.tsx'
import { ItemFinding } from './item-finding.tsx'
import {
  countFindings,
  type FormProblem,
  formOfVisit,
  isResultForm,
  needsDisposal,
  type ResultForm,
  resultOfForm,
  suggestedOutcome,
  untouched,
} from './result-form.ts'

const picks = ['now', 'until', 'case', 'list', 'transfer'] as const

export function ResultEntry({ visit }: { readonly visit: Visit }): ReactNode {
  const draftId = `visit.${visit.id}`
  const [draft] = useState(() => readDraft(draftId, isResultForm))
  const [form, setForm] = useState<ResultForm>(draft?.value ?? formOfVisit(visit, today()))
  const [keptAt, setKeptAt] = useState<string | null | 'failed'>(null)
  const [problem, setProblem] = useState<FormProblem | null>(null)
  const body = useRef<HTMLDivElement>(null)
  const enter = useCommand(client.inspections.enter, { done: t('visit.submitted'), onDone: () => dropDraft(draftId), announce: false })

  const set = (change: Partial<ResultForm>): void => {
    const next = { ...form, ...change }
    setForm(next)
    setProblem(null)
    setKeptAt(keepDraft(draftId, next) ? new Date().toISOString() : 'failed')
  }
  const submit = (): void => {
    const made = resultOfForm(visit, form, today())
    if (made.ok) {
      setProblem(null)
      void enter.run({ visitId: visit.id, ...made.draft, items: [...made.draft.items] })
      return
    }
    setProblem(made.problem)
    body.current?.querySelector(`[data-field="${CSS.escape(made.problem.field)}"]`)?.scrollIntoView({ block: 'center' })
  }
  const suggested = suggestedOutcome(visit, form)
  const complaint = (field: FormProblem['field']): string | null => (problem?.field === field ? words(problem) : null)

  return (
    <div className="mj-visit-form" ref={body}>
      {draft !== null && <p className="mj-note">{t('visit.restored', { at: formatTime(draft.savedAt) })}</p>}
      <FrequencyNote visit={visit} on={form.date} />
      <ProblemAlert problem={enter.problem} />
      <Section title={t('visit.date')}>
        <div data-field="date">
          <input
            type="date"
            value={form.date}
            max={today()}
            aria-label={t('visit.date')}
            onChange={(event) => set({ date: event.target.value })}
          />
          <Complaint text={complaint('date')} />
        </div>
      </Section>
      <Section title={t('visit.method')}>
        <Choice
          label={t('visit.method')}
          value={form.method}
          options={(Object.keys(methods) as (keyof typeof methods)[]).map((method) => ({
            value: method,
            label: methods[method][language()],
          }))}
          onChange={(method) => set({ method })}
        />
      </Section>
      <Section title={t('visit.items')} note={t('visit.sum', countFindings(visit, form))}>
        {visit.items.map((item, index) => (
          <ItemFinding
            key={item.id}
            item={item}
            index={index}
            value={form.items[item.id] ?? untouched}
            complaint={complaint(`item:${item.id}`)}
            onChange={(next) => set({ items: { ...form.items, [item.id]: next } })}
          />
        ))}
      </Section>
      <Section title={t('visit.outcome')}>
        <div data-field="outcome">
          <Complaint text={complaint('outcome')} />
          <div className="mj-outcomes" role="radiogroup" aria-label={t('visit.outcome')}>
            {outcomeCodes.map((code) => (
              <label key={code} className={form.outcome === code ? 'mj-on' : ''}>
                <input type="radio" name="outcome" checked={form.outcome === code} onChange={() => set({ outcome: code })} />
                {outcomes[code][language()]}
                {suggested === code && <small>{t('visit.outcome.suggested')}</small>}
              </label>
            ))}
          </div>
        </div>
      </Section>
      <Section title={t('visit.disposal')} note={needsDisposal(form) ? t('visit.disposal.required') : t('kit.optional')}>
        <div data-field="disposal">
          {needsDisposal(form) && (
            <div className="mj-picks">
              {picks.map((pick) => (
                <button key={pick} type="button" onClick={() => set({ disposal: joined(form.disposal, t(`visit.disposal.pick.${pick}`)) })}>
                  {t(`visit.disposal.pick.${pick}`)}
                </button>
              ))}
            </div>
          )}
          <textarea
            rows={2}
            maxLength={500}
            value={form.disposal}
            aria-label={t('visit.disposal')}
            aria-invalid={complaint('disposal') !== null}
            placeholder={needsDisposal(form) ? t('visit.disposal.hint') : t('visit.disposal.none')}
            onChange={(event) => set({ disposal: event.target.value })}
          />
          <Complaint text={complaint('disposal')} />
        </div>
      </Section>
      <div className="mj-visit-bar">
        <span role="status">
          {problem !== null ? (
            <b className="red">{placed(visit, problem)}</b>
          ) : keptAt === 'failed' ? (
            t('visit.notKept')
          ) : (
            keptAt !== null && t('visit.kept', { at: formatClock(keptAt).slice(0, 5) })
          )}
        </span>
        <Button type="primary" loading={enter.pending} onClick={submit}>
          {t('visit.submit')}
        </Button>
      </div>
    </div>
  )
}

/** What the ledger says before anything is sent: above the cap, or no longer one visit with the other body. */
function FrequencyNote({ visit: { frequency }, on }: { readonly visit: Visit; readonly on: string }): ReactNode {
  if (frequency === null) return null
  const { verdict, number, cap, item, partnerDays } = frequency
  const text =
    partnerDays.length > 0
      ? partnerDays.includes(on)
        ? null
        : t('visit.apart', { days: partnerDays.join('、') })
      : verdict !== 'blocked'
        ? null
        : item !== null && number <= cap
          ? t('visit.aboveItemCap', item)
          : t('visit.aboveCap', { number, cap })
  return text === null ? null : (
    <p className="mj-note mj-note-amber" role="alert">
      {text}
    </p>
  )
}

export const Complaint = ({ text }: { readonly text: string | null }): ReactNode =>
  text === null ? null : (
    <p className="red small" role="alert">
      {text}
    </p>
  )

function words({ code, facts }: FormProblem): string {
  if (code === 'item_choose') return t('visit.item.choose')
  if (code === 'item_missing') return t('visit.item.missing')
  return code === 'outcome_choose' ? t('visit.outcome.choose') : reasonText(code, facts)
}

/** The complaint with its place in front, for the bar that stands far from the field. */
function placed(visit: Visit, problem: FormProblem): string {
  const at = visit.items.findIndex(({ id }) => problem.field === `item:${id}`)
  return at < 0 ? words(problem) : t('visit.nth', { n: at + 1, what: words(problem) })
}

const joined = (before: string, more: string): string =>
  before.trim() === '' ? more : before.includes(more) ? before : `${before.trim()}；${more}`

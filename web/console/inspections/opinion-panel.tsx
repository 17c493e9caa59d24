/** 专家意见 on the page of a visit: what the experts say, and the form of the one whose it is to say something. */
import { Button, Input } from 'antd'
import { type ReactNode, useState } from 'react'
import type { Opinion, Visit } from '#contract/inspections.ts'
import { client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { reasonText } from '#web/api/problem.ts'
import { t } from '#web/i18n/t.ts'
import { dropDraft, keepDraft, readDraft } from '#web/ui/draft.ts'
import { DraftNote } from '#web/ui/draft-note.tsx'
import { formatTime } from '#web/ui/format.ts'
import { Section } from '#web/ui/page.tsx'
import { ProblemAlert } from '#web/ui/states.tsx'

/** Nothing where nobody may read, or no expert goes along. */
export function OpinionPanel({ visit }: { readonly visit: Visit }): ReactNode {
  const { opinions, officers, abilities } = visit
  if (opinions === null || !officers.some(({ role }) => role === 'expert')) return null
  const mine = opinions.find((opinion) => opinion.mine)
  const shown = abilities.advise.allowed ? opinions.filter((opinion) => !opinion.mine) : opinions
  return (
    <Section title={t('opinion.title')} note={t('opinion.note')}>
      {shown.map((opinion) => (
        <Said key={opinion.by + opinion.at} opinion={opinion} />
      ))}
      {abilities.advise.allowed ? (
        <OpinionForm key={mine?.version ?? 0} visitId={visit.id} before={mine} />
      ) : (
        <p className="quiet small">
          {opinions.length === 0 && t('opinion.none')}{' '}
          {abilities.advise.reason === 'wrong_state' && mine !== undefined && reasonText('wrong_state')}
        </p>
      )}
    </Section>
  )
}

const Said = ({ opinion }: { readonly opinion: Opinion }): ReactNode => (
  <>
    <p className="mj-opinion">{opinion.text}</p>
    <p className="quiet small">{t('opinion.by', { who: opinion.by, at: formatTime(opinion.at), version: opinion.version })}</p>
  </>
)

function OpinionForm({ visitId, before }: { readonly visitId: string; readonly before: Opinion | undefined }): ReactNode {
  const draftId = `opinion.${visitId}`
  const [draft, setDraft] = useState(() => readDraft(draftId, (value): value is string => typeof value === 'string'))
  const [text, setText] = useState(draft?.value ?? before?.text ?? '')
  const give = useCommand(client.inspections.advise, { done: t('opinion.given'), onDone: () => dropDraft(draftId), announce: false })
  const short = text.trim().length < 4
  const type = (next: string): void => {
    setText(next)
    keepDraft(draftId, next)
  }
  const drop = (): void => {
    dropDraft(draftId)
    setDraft(null)
    setText(before?.text ?? '')
  }
  return (
    <div className="mj-visit-form">
      <DraftNote draft={draft} onDrop={drop} />
      <ProblemAlert problem={give.problem} />
      <Input.TextArea
        aria-label={t('opinion.text')}
        placeholder={t('opinion.hint')}
        autoSize={{ minRows: 4 }}
        maxLength={2000}
        value={text}
        onChange={(event) => type(event.target.value)}
      />
      {before !== undefined && (
        <p className="quiet small">{t('opinion.by', { who: before.by, at: formatTime(before.at), version: before.version })}</p>
      )}
      <p className="mj-opinion-bar">
        <Button
          type="primary"
          loading={give.pending}
          disabled={short || text.trim() === before?.text}
          onClick={() => void give.run({ visitId, text: text.trim(), seen: before?.version ?? 0 })}
        >
          {t(before === undefined ? 'opinion.give' : 'opinion.amend')}
        </Button>
        {short && <span className="quiet small">{t('opinion.rule')}</span>}
      </p>
    </div>
  )
}

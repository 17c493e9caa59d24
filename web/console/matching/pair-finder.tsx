/** “为什么不是他”: one person by name, with the probability or with what stood against it. */
import { Input } from 'antd'
import { type ReactNode, useState } from 'react'
import { t } from '#web/i18n/t.ts'
import type { ExplainedPerson } from './pair-page.tsx'
import { brokenWords, formatProbability } from './words.ts'

const shown = 8

export function PersonFinder({ people }: { readonly people: readonly ExplainedPerson[] }): ReactNode {
  const [q, setQ] = useState('')
  const name = q.normalize('NFKC').trim()
  const found = name === '' ? [] : people.filter((person) => person.name.includes(name)).slice(0, shown)
  return (
    <div className="mat-finder">
      <label htmlFor="pair-finder">{t('matching.why.find')}</label>
      <Input
        id="pair-finder"
        allowClear
        placeholder={t('matching.why.findHint')}
        value={q}
        onChange={(event) => setQ(event.target.value)}
      />
      <ul role="status">
        {name !== '' && found.length === 0 && <li className="quiet">{t('matching.why.findNone')}</li>}
        {found.map((person) => (
          <li key={person.id}>
            <b>{person.name}</b> <span className="quiet">{person.orgName}</span>　{verdict(person)}
          </li>
        ))}
      </ul>
    </div>
  )
}

function verdict({ broken, share, role }: ExplainedPerson): string {
  if (broken.length > 0) return t('matching.why.findNo', { rules: broken.map(brokenWords).join('；') })
  return t(role === null ? 'matching.why.findCan' : 'matching.why.findDrawn', { p: formatProbability(share) })
}

/** 变更前后, side by side; what differs stands out by its weight, not by colour alone. */
import './changes.css'
import type { ReactNode } from 'react'
import type { Change } from '#contract/changes.ts'
import { t } from '#web/i18n/t.ts'
import { fieldWords, valueLines } from './change-words.ts'

/** `done`: the right column is what stands since; else what is wanted. */
export const Versions = ({ fields, done }: { readonly fields: Change['fields']; readonly done: boolean }): ReactNode => (
  <div className="mj-scroll">
    <table className="change-versions">
      <thead>
        <tr>
          <th scope="col">{t('change.field')}</th>
          <th scope="col">{t('change.before')}</th>
          <th scope="col">{t(done ? 'change.after' : 'change.wished')}</th>
        </tr>
      </thead>
      <tbody>
        {fields.map(({ field, before, after }) => (
          <tr key={field} className={JSON.stringify(before) === JSON.stringify(after) ? '' : 'change-differs'}>
            <th scope="row">{fieldWords(field)}</th>
            <td>
              <Lines lines={valueLines(field, before)} />
            </td>
            <td>
              <Lines lines={valueLines(field, after)} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
)

const Lines = ({ lines }: { readonly lines: readonly string[] }): ReactNode => lines.map((line) => <div key={line}>{line}</div>)

/** What a template may name: each copies itself with its braces when pressed. */
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { type DocumentKind, fieldsOf, listFieldsOf } from '#core/documents/kinds.ts'
import { language, t } from '#web/i18n/t.ts'
import { copyText } from '#web/ui/figures.tsx'
import { Section } from '#web/ui/page.tsx'

export const Placeholders = ({ kind }: { readonly kind: DocumentKind }): ReactNode => (
  <Section title={t('template.placeholders')}>
    <p className="quiet small">{t('template.placeholdersNote')}</p>
    <Names table={fieldsOf(kind)} />
    {Object.entries(listFieldsOf(kind)).map(([list, table]) => (
      <div key={list}>
        <p className="small">
          {t('template.list')} <b>{list}</b>
        </p>
        <Names table={table} />
      </div>
    ))}
  </Section>
)

const Names = ({ table }: { readonly table: ReturnType<typeof fieldsOf> }): ReactNode => (
  <div className="mj-placeholders">
    {Object.entries(table).map(([name, { en, sample }]) => (
      <Button key={name} size="small" title={language() === 'zh' ? sample : `${en}: ${sample}`} onClick={() => void copyText(`{${name}}`)}>
        {`{${name}}`}
      </Button>
    ))}
  </div>
)

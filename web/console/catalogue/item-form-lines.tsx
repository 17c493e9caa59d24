/** The checklist of an item in its form: line by line, each with how it is looked at and what the record says. */
import { Button, Form, Input } from 'antd'
import type { ReactNode } from 'react'
import { itemFields } from '#core/catalogue/item.ts'
import { language, t } from '#web/i18n/t.ts'
import { Icon } from '#web/ui/icon.tsx'
import { ActionButton } from '#web/ui/page.tsx'
import { WordsInput } from '#web/ui/words-input.tsx'
import type { Beside } from './beside.tsx'

export function ItemLines({ beside, onChange }: { readonly beside: Beside; readonly onChange: () => void }): ReactNode {
  const { extra } = beside('checklist')
  return (
    <>
      {extra !== undefined && <p>{extra}</p>}
      <Form.List name="checklist">
        {(fields, { add, remove, move }) => (
          <>
            {fields.map((field, index) => (
              <section key={field.key} className="cat-line" aria-label={t('item.line.nth', { n: index + 1 })}>
                <div className="cat-line-head">
                  <h3>{t('item.line.nth', { n: index + 1 })}</h3>
                  {index > 0 && (
                    <ActionButton link size="small" onClick={() => then(() => move(index, index - 1), onChange)}>
                      {t('item.line.up')}
                    </ActionButton>
                  )}
                  <ActionButton link size="small" onClick={() => then(() => remove(index), onChange)}>
                    {t('item.line.remove')}
                  </ActionButton>
                </div>
                <LineFields path={field.name} />
              </section>
            ))}
            <Button disabled={fields.length >= 50} onClick={() => add({})}>
              <Icon name="plus" />
              {t('item.line.add')}
            </Button>
          </>
        )}
      </Form.List>
      <div className="cat-grid cat-part">
        <Form.Item className="cat-6" name="requirements" label={optional(itemFields.requirements[language()])}>
          <Input.TextArea maxLength={4000} autoSize={{ minRows: 3 }} />
        </Form.Item>
        <Form.Item className="cat-6" name="guide" label={optional(itemFields.guide[language()])} extra={t('item.form.guideNote')}>
          <Input.TextArea maxLength={20_000} autoSize={{ minRows: 3, maxRows: 20 }} />
        </Form.Item>
      </div>
    </>
  )
}

const LineFields = ({ path }: { readonly path: number }): ReactNode => (
  <div className="cat-grid">
    <Form.Item className="cat-6" name={[path, 'content']} label={t('item.line.content')}>
      <Input.TextArea maxLength={500} autoSize={{ minRows: 1 }} />
    </Form.Item>
    <Form.Item className="cat-6" name={[path, 'method']} label={optional(t('item.line.method'))}>
      <Input.TextArea maxLength={2000} autoSize={{ minRows: 1 }} />
    </Form.Item>
    <Form.Item className="cat-4" name={[path, 'yes']} label={optional(t('item.line.yes'))}>
      <Input maxLength={500} />
    </Form.Item>
    <Form.Item className="cat-4" name={[path, 'no']} label={optional(t('item.line.no'))}>
      <Input maxLength={500} />
    </Form.Item>
    <Form.Item className="cat-4" name={[path, 'materials']} label={optional(t('item.line.materials'))}>
      <WordsInput most={20} longest={100} />
    </Form.Item>
  </div>
)

const then = (first: () => void, second: () => void): void => {
  first()
  second()
}

const optional = (label: string): string => `${label} (${t('kit.optional')})`

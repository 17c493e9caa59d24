/** Materials, and results with their follow-ups, in the form of an item. */
import { Button, Form, Input, Select } from 'antd'
import type { ReactNode } from 'react'
import { itemFields } from '#core/catalogue/item.ts'
import { outcomes } from '#core/inspections/outcomes.ts'
import { language, t } from '#web/i18n/t.ts'
import { Icon } from '#web/ui/icon.tsx'
import { ActionButton } from '#web/ui/page.tsx'

export function ItemLists({ onChange }: { readonly onChange: () => void }): ReactNode {
  return (
    <>
      <Rows
        name="materials"
        title={itemFields.materials[language()]}
        add={t('item.material.add')}
        most={50}
        className="cat-row cat-row-2"
        onChange={onChange}
      >
        {(path) => (
          <>
            <Form.Item name={[path, 'name']}>
              <Input maxLength={100} placeholder={t('item.material.name')} aria-label={t('item.material.name')} />
            </Form.Item>
            <Form.Item name={[path, 'note']}>
              <Input maxLength={200} placeholder={t('item.material.note')} aria-label={t('item.material.note')} />
            </Form.Item>
          </>
        )}
      </Rows>
      <Rows
        name="followUps"
        title={itemFields.followUps[language()]}
        add={t('item.followUp.add')}
        most={30}
        className="cat-row"
        onChange={onChange}
      >
        {(path) => (
          <>
            <Form.Item name={[path, 'result']}>
              <Select
                placeholder={t('item.followUp.result')}
                aria-label={t('item.followUp.result')}
                options={Object.entries(outcomes).map(([value, words]) => ({ value, label: words[language()] }))}
              />
            </Form.Item>
            <Form.Item name={[path, 'text']}>
              <Input maxLength={500} placeholder={t('item.followUp.text')} aria-label={t('item.followUp.text')} />
            </Form.Item>
            <Form.Item name={[path, 'followUp']}>
              <Input maxLength={500} placeholder={t('item.followUp.followUp')} aria-label={t('item.followUp.followUp')} />
            </Form.Item>
          </>
        )}
      </Rows>
    </>
  )
}

type RowsProps = {
  readonly name: 'materials' | 'followUps'
  readonly title: string
  readonly add: string
  readonly most: number
  readonly className: string
  readonly onChange: () => void
  readonly children: (path: number) => ReactNode
}

const Rows = ({ name, title, add, most, className, onChange, children }: RowsProps): ReactNode => (
  <div className="cat-part">
    <h3>{title}</h3>
    <Form.List name={name}>
      {(fields, list) => (
        <>
          {fields.map((field) => (
            <div key={field.key} className={className}>
              {children(field.name)}
              <ActionButton
                link
                size="small"
                onClick={() => {
                  list.remove(field.name)
                  onChange()
                }}
              >
                {t('item.line.remove')}
              </ActionButton>
            </div>
          ))}
          <Button size="small" disabled={fields.length >= most} onClick={() => list.add({})}>
            <Icon name="plus" />
            {add}
          </Button>
        </>
      )}
    </Form.List>
  </div>
)

/** 更多条件: the conditions of a frame, for the list of objects; kept in the address like every other. */
import { Button, Modal } from 'antd'
import { type ReactNode, useState } from 'react'
import { t } from '#web/i18n/t.ts'
import { Icon } from '#web/ui/icon.tsx'
import { FilterEditor } from '../tasks/filter-editor.tsx'
import { filterOfForm, formOfFilter } from '../tasks/filter-form.ts'
import { filterWords, useValueWords } from '../tasks/filter-words.ts'
import { useChoices } from '../tasks/use-choices.ts'
import { type FilterSpec, more } from './entity-query.ts'

export function MoreConditions({
  value,
  onChange,
}: {
  readonly value: string | undefined
  readonly onChange: (next: string | undefined) => void
}): ReactNode {
  const [open, setOpen] = useState(false)
  const filter = more(value)
  const words = useValueWords()
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <Icon name="search" />
        {filter.all.length === 0 ? t('list.more') : t('list.moreN', { n: filter.all.length })}
      </Button>
      {filter.all.length > 0 && (
        <span className="quiet small">
          {filterWords(filter, words)
            .map((one) => `${one.field} ${one.words}`)
            .join('；')}
          <Button type="link" size="small" onClick={() => onChange(undefined)}>
            {t('list.moreClear')}
          </Button>
        </span>
      )}
      {open && (
        <Editor
          filter={filter}
          onClose={() => setOpen(false)}
          onDone={(next) => {
            setOpen(false)
            onChange(next.all.length === 0 ? undefined : JSON.stringify(next))
          }}
        />
      )}
    </>
  )
}

function Editor({
  filter,
  onClose,
  onDone,
}: {
  readonly filter: FilterSpec
  readonly onClose: () => void
  readonly onDone: (next: FilterSpec) => void
}): ReactNode {
  const [form, setForm] = useState(() => formOfFilter(filter))
  const [tried, setTried] = useState(false)
  const { filter: next, problems } = filterOfForm(form)
  const done = (): void => {
    setTried(true)
    if (problems.size === 0) onDone(next)
  }
  return (
    <Modal open width={760} title={t('list.more')} okText={t('kit.search')} cancelText={t('kit.cancel')} onOk={done} onCancel={onClose}>
      <FilterEditor
        value={form}
        choices={useChoices()}
        problems={tried ? problems : new Map()}
        none={t('list.moreNone')}
        onChange={setForm}
      />
    </Modal>
  )
}

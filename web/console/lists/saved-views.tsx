/** 常用查询: conditions, columns and order under a name; one's own and those of the office. */
import { useQuery } from '@tanstack/react-query'
import { Button, Checkbox, Input, Modal, Popconfirm, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import type { SavedView } from '#contract/lists.ts'
import { api, client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t } from '#web/i18n/t.ts'
import type { FilterValues, ListTools } from '#web/ui/data-list.tsx'
import { ProblemAlert } from '#web/ui/states.tsx'

export function SavedViews({ list }: { readonly list: ListTools }): ReactNode {
  const views = useQuery(api.lists.views.queryOptions({ input: { list: 'entity' } })).data ?? []
  const [saving, setSaving] = useState(false)
  const now = textOf(list.filter)
  const current = views.find((view) => textOf(view.query) === now) ?? null
  const own = views.filter(({ abilities }) => abilities.edit.allowed)
  const offices = views.filter(({ abilities }) => !abilities.edit.allowed)
  const group = (label: string, some: readonly SavedView[]) =>
    some.length === 0 ? [] : [{ label, options: some.map((view) => ({ value: view.id, label: nameOf(view) })) }]
  const open = (id: string): void => {
    const view = views.find((one) => one.id === id)
    if (view !== undefined) list.apply(view.query, view.columns)
  }
  return (
    <>
      {views.length > 0 && (
        <Select
          value={current?.id ?? null}
          placeholder={t('view.title')}
          aria-label={t('view.title')}
          style={{ minWidth: 180 }}
          options={[...group(t('view.own'), own), ...group(t('view.shared'), offices)]}
          onChange={open}
        />
      )}
      <Button onClick={() => setSaving(true)}>{current?.abilities.edit.allowed === true ? t('view.change') : t('view.save')}</Button>
      {saving && (
        <SaveDialog list={list} view={current?.abilities.edit.allowed === true ? current : null} onClose={() => setSaving(false)} />
      )}
    </>
  )
}

function SaveDialog({
  list,
  view,
  onClose,
}: {
  readonly list: ListTools
  readonly view: SavedView | null
  readonly onClose: () => void
}): ReactNode {
  const [name, setName] = useState(view?.name ?? '')
  const [shared, setShared] = useState(view?.shared ?? false)
  const [preferred, setPreferred] = useState(view?.preferred ?? false)
  const save = useCommand(client.lists.saveView, { done: t('view.saved'), announce: false, onDone: onClose })
  const remove = useCommand(client.lists.deleteView, { done: t('view.deleted'), onDone: onClose })
  const query = given(list.filter)
  return (
    <Modal
      open
      title={view === null ? t('view.save') : t('view.change')}
      okText={t('view.ok')}
      cancelText={t('kit.cancel')}
      okButtonProps={{ loading: save.pending, disabled: name.trim() === '' }}
      onOk={() =>
        void save.run({
          list: 'entity',
          viewId: view?.id ?? null,
          name,
          query,
          columns: [...list.shown],
          sort: list.sort,
          shared,
          preferred,
        })
      }
      onCancel={onClose}
    >
      <label htmlFor="view-name">
        <span>{t('view.name')}</span>
        <Input id="view-name" value={name} maxLength={40} autoFocus onChange={(event) => setName(event.target.value)} />
      </label>
      <p>
        <Checkbox checked={preferred} onChange={(event) => setPreferred(event.target.checked)}>
          {t('view.preferred')}
        </Checkbox>
      </p>
      <p>
        <Checkbox checked={shared} onChange={(event) => setShared(event.target.checked)}>
          {t('view.share')}
        </Checkbox>
      </p>
      <p className="quiet small">{t('view.note')}</p>
      {save.problem !== null && <ProblemAlert error={save.problem} />}
      {view !== null && (
        <Popconfirm
          title={t('view.deleteSure')}
          okText={t('view.delete')}
          cancelText={t('kit.cancel')}
          onConfirm={() => void remove.run({ viewId: view.id })}
        >
          <Button danger loading={remove.pending}>
            {t('view.delete')}
          </Button>
        </Popconfirm>
      )}
    </Modal>
  )
}

const nameOf = (view: SavedView): string =>
  `${view.name}${view.preferred ? ` · ${t('view.isPreferred')}` : ''}${view.shared ? ` · ${view.owner}` : ''}`

const given = (filter: FilterValues): Record<string, string> =>
  Object.fromEntries(Object.entries(filter).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])))

const textOf = (filter: FilterValues): string =>
  JSON.stringify(Object.entries(given(filter)).sort(([one], [other]) => (one < other ? -1 : 1)))

/** One library and its entries. */
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { Entry, Library } from '#contract/libraries.ts'
import { api, client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t } from '#web/i18n/t.ts'
import { DataList } from '#web/ui/data-list.tsx'
import { formatNumber } from '#web/ui/format.ts'
import { Icon } from '#web/ui/icon.tsx'
import { ActionButton, Page, Tag } from '#web/ui/page.tsx'
import { Loaded } from '#web/ui/states.tsx'
import { ReasonModal } from '../labels/reason-modal.tsx'
import { dayIn, entryColumns } from './entry-columns.tsx'
import { EntryDialog } from './entry-dialog.tsx'
import { EntryStateDialog } from './entry-state-dialog.tsx'
import { LibraryDialog } from './library-dialog.tsx'

export function LibraryPage(): ReactNode {
  const { libraryId } = useParams({ from: '/signed-in/shell/libraries/$libraryId' })
  const query = useQuery(api.libraries.get.queryOptions({ input: { libraryId } }))
  return <Loaded query={query}>{(library) => <LibraryView library={library} />}</Loaded>
}

type Open = { readonly kind: 'library' | 'retire' | 'new' } | { readonly kind: 'edit' | 'state'; readonly entry: Entry }

const states = ['valid', 'invalid'] as const

function LibraryView({ library }: { readonly library: Library }): ReactNode {
  const navigate = useNavigate()
  const [open, setOpen] = useState<Open | null>(null)
  const close = () => setOpen(null)
  const { edit } = library.abilities
  const add = (
    <ActionButton primary icon={<Icon name="plus" />} ability={edit} onClick={() => setOpen({ kind: 'new' })}>
      {t('entry.add')}
    </ActionButton>
  )
  const bring = (
    <ActionButton
      icon={<Icon name="upload" />}
      ability={edit}
      onClick={() => void navigate({ to: '/imports/new', search: { kind: 'library', library: library.id } })}
    >
      {t('library.import')}
    </ActionButton>
  )
  return (
    <Page
      title={library.name}
      state={
        library.state === 'retired' ? (
          <Tag>{t('library.state.retired')}</Tag>
        ) : library.joint ? (
          <Tag tone="accent">{t('library.joint')}</Tag>
        ) : null
      }
      lead={`${library.orgName} · ${library.labels.map(({ name }) => name).join('、')}${library.note === '' ? '' : ` · ${library.note}`}`}
      actions={
        <>
          <ActionButton ability={edit} onClick={() => setOpen({ kind: 'library' })}>
            {t('library.edit')}
          </ActionButton>
          <ActionButton danger ability={edit} onClick={() => setOpen({ kind: 'retire' })}>
            {t('library.retire')}
          </ActionButton>
          {bring}
          {add}
        </>
      }
    >
      <DataList<Entry>
        id="library-entries"
        unit={t('entry.unit')}
        columns={entryColumns({
          ability: edit,
          edit: (entry) => setOpen({ kind: 'edit', entry }),
          move: (entry) => setOpen({ kind: 'state', entry }),
        })}
        rowKey={({ id }) => id}
        source={(page, filter) =>
          api.libraries.entries.queryOptions({
            input: {
              ...page,
              libraryId: library.id,
              q: filter.q,
              labelId: filter.labelId,
              state: states.find((state) => state === filter.state),
              endingBy: filter.ending === 'soon' ? dayIn(90) : undefined,
            },
          })
        }
        filters={[
          { key: 'q', label: t('entry.q') },
          {
            key: 'labelId',
            label: t('entry.label'),
            options: library.labels.map(({ labelId, name }) => ({ value: labelId, label: name })),
          },
          { key: 'state', label: t('entry.state'), options: states.map((value) => ({ value, label: t(`entry.state.${value}`) })) },
          { key: 'ending', label: t('entry.endingFilter'), options: [{ value: 'soon', label: t('entry.ending') }] },
        ]}
        empty={{
          title: t('entry.empty'),
          text: t('entry.emptyText'),
          action: (
            <div className="mj-page-actions">
              {bring}
              {add}
            </div>
          ),
        }}
        exportAs={`${library.name}-${t('entry.export')}`}
      />
      {open?.kind === 'library' && <LibraryDialog library={library} onClose={close} />}
      {open?.kind === 'retire' && <RetireDialog library={library} onClose={close} />}
      {open?.kind === 'new' && <EntryDialog library={library} entry={null} onClose={close} />}
      {open?.kind === 'edit' && <EntryDialog library={library} entry={open.entry} onClose={close} />}
      {open?.kind === 'state' && <EntryStateDialog library={library} entry={open.entry} onClose={close} />}
    </Page>
  )
}

function RetireDialog({ library, onClose }: { readonly library: Library; readonly onClose: () => void }): ReactNode {
  const retire = useCommand(client.libraries.retire, { announce: false, done: t('library.retired'), onDone: onClose })
  const { value, capped } = library.entries
  return (
    <ReasonModal
      title={t('library.retireTitle', { name: library.name })}
      okText={t('library.retire')}
      danger
      command={retire}
      onReason={(reason) => void retire.run({ libraryId: library.id, reason })}
      onClose={onClose}
    >
      <p>{t('library.retireText', { n: `${formatNumber(value)}${capped ? '+' : ''}` })}</p>
    </ReasonModal>
  )
}

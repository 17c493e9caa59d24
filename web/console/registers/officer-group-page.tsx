/** 检查小组: officers who always go together; a task may draw them as a whole. */
import './officers.css'
import { Link } from '@tanstack/react-router'
import { App } from 'antd'
import { type ReactNode, useState } from 'react'
import type { Group } from '#contract/officers.ts'
import { api, client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t } from '#web/i18n/t.ts'
import { DataList } from '#web/ui/data-list.tsx'
import { formatNumber } from '#web/ui/format.ts'
import { Icon } from '#web/ui/icon.tsx'
import { ActionButton, Page, Tag } from '#web/ui/page.tsx'
import type { Column } from '#web/ui/table.tsx'
import { GroupDialog } from './officer-group-dialog.tsx'
import { OfficerTabs } from './officer-tabs.tsx'
import { stateText } from './officer-words.tsx'
import { useOfficerAbility } from './use-officer-ability.ts'

const states = ['active', 'retired'] as const
type Member = Group['members'][number]

export function OfficerGroupPage(): ReactNode {
  const ability = useOfficerAbility('officer.import')
  const [open, setOpen] = useState<Group | 'new' | null>(null)
  const retire = useRetire()
  const add = (
    <ActionButton primary icon={<Icon name="plus" />} ability={ability} onClick={() => setOpen('new')}>
      {t('group.add')}
    </ActionButton>
  )
  return (
    <Page title={t('group.title')} lead={t('group.lead')} actions={add}>
      <OfficerTabs />
      <DataList<Group>
        id="officer-groups"
        unit={t('group.unit')}
        columns={columns(setOpen, retire)}
        rowKey={({ id }) => id}
        source={(page, filter) =>
          api.officers.listGroups.queryOptions({ input: { ...page, state: states.find((state) => state === filter.state) } })
        }
        filters={[
          { key: 'state', label: t('group.state'), options: states.map((state) => ({ value: state, label: t(`group.state.${state}`) })) },
        ]}
        empty={{ title: t('group.empty'), text: t('group.emptyText'), action: <div style={{ marginTop: 16 }}>{add}</div> }}
        exportAs={t('group.export')}
      />
      {open !== null && <GroupDialog group={open === 'new' ? null : open} onClose={() => setOpen(null)} />}
    </Page>
  )
}

function useRetire(): (group: Group) => void {
  const { modal } = App.useApp()
  const retire = useCommand(client.officers.retireGroup, { done: t('group.retired') })
  return ({ id, name }) =>
    void modal.confirm({
      title: t('group.retireAsk', { name }),
      content: t('group.retireText'),
      okText: t('group.retire'),
      cancelText: t('kit.cancel'),
      onOk: async () => {
        await retire.run({ groupId: id })
      },
    })
}

const columns = (edit: (group: Group) => void, retire: (group: Group) => void): readonly Column<Group>[] => [
  { key: 'name', title: t('group.name'), fixed: true, cell: ({ name }) => <b className="strong">{name}</b>, text: ({ name }) => name },
  { key: 'org', title: t('group.org'), cell: ({ orgName }) => orgName, text: ({ orgName }) => orgName },
  {
    key: 'leader',
    title: t('group.leader'),
    width: 128,
    cell: ({ members }) => <People members={members.filter(({ leader }) => leader)} />,
    text: ({ members }) => namesOf(members.filter(({ leader }) => leader)),
  },
  {
    key: 'members',
    title: t('group.members'),
    wide: true,
    cell: ({ members }) => <People members={members.filter(({ leader }) => !leader)} />,
    text: ({ members }) => namesOf(members.filter(({ leader }) => !leader)),
  },
  {
    key: 'size',
    title: t('group.size'),
    align: 'right',
    width: 56,
    cell: ({ members }) => formatNumber(members.length),
    text: ({ members }) => members.length,
  },
  {
    key: 'state',
    title: t('group.state'),
    width: 88,
    cell: ({ state }) => (state === 'active' ? t('group.state.active') : <Tag>{t('group.state.retired')}</Tag>),
    text: ({ state }) => t(`group.state.${state}`),
  },
  {
    key: 'do',
    title: '',
    align: 'right',
    width: 128,
    cell: (group) =>
      group.state === 'retired' ? null : (
        <span className="nowrap">
          <ActionButton link size="small" ability={group.abilities.edit} onClick={() => edit(group)}>
            {t('group.edit')}
          </ActionButton>
          <ActionButton link size="small" ability={group.abilities.edit} onClick={() => retire(group)}>
            {t('group.retire')}
          </ActionButton>
        </span>
      ),
  },
]

/** Whoever is not active any more is said so: their group cannot be drawn. */
const People = ({ members }: { readonly members: readonly Member[] }): ReactNode => (
  <>
    {members.map((member, index) => (
      <span key={member.officerId}>
        {index > 0 && '、'}
        <Link to="/officers/$officerId" params={{ officerId: member.officerId }}>
          {member.name}
        </Link>
        {member.state !== 'active' && <span className="red">（{stateText(member.state)}）</span>}
      </span>
    ))}
  </>
)

const namesOf = (members: readonly Member[]): string => members.map(({ name }) => name).join('、')

/** The form of a standing group: its organisation, its leader, who else belongs to it. */
import { useQuery } from '@tanstack/react-query'
import { Form, Input, Modal, Select } from 'antd'
import type { ReactNode } from 'react'
import type { Org } from '#contract/access.ts'
import type { Group } from '#contract/officers.ts'
import { api, client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { meQuery } from '#web/api/session.ts'
import { t } from '#web/i18n/t.ts'
import { Loading, ProblemAlert } from '#web/ui/states.tsx'
import { OfficerSelect, OfficersSelect } from './officer-select.tsx'

type Fields = { readonly orgId: string; readonly name: string; readonly leaderId: string; readonly memberIds: readonly string[] }

/** Which field a refusal belongs beside. */
const fieldOf: Readonly<Record<string, keyof Fields>> = {
  group_name_taken: 'name',
  group_too_small: 'memberIds',
  group_member_twice: 'memberIds',
  group_member_outside: 'memberIds',
  org_unknown: 'orgId',
}

export function GroupDialog({ group, onClose }: { readonly group: Group | null; readonly onClose: () => void }): ReactNode {
  const me = useQuery(meQuery).data
  const orgs = useQuery(api.access.listOrgs.queryOptions({ input: { limit: 200 } })).data?.rows
  // The form starts with the organisation of the group, which is known by its path.
  if (me === undefined || me === null || orgs === undefined)
    return (
      <Modal open footer={null} title={titleOf(group)} onCancel={onClose}>
        <Loading />
      </Modal>
    )
  const own = orgs.filter((org) => org.dept === me.org.dept)
  const start = group === null ? me.org.id : own.find((org) => org.path === group.orgPath)?.id
  return <GroupForm group={group} orgs={own} startOrg={start} onClose={onClose} />
}

function GroupForm({
  group,
  orgs,
  startOrg,
  onClose,
}: {
  readonly group: Group | null
  readonly orgs: readonly Org[]
  readonly startOrg: string | undefined
  readonly onClose: () => void
}): ReactNode {
  const [form] = Form.useForm<Fields>()
  const save = useCommand(client.officers.saveGroup, { announce: false, done: t('group.saved'), onDone: onClose })
  const orgId = Form.useWatch('orgId', form) ?? startOrg
  const leaderId = Form.useWatch('leaderId', form)
  const memberIds = Form.useWatch('memberIds', form) ?? []
  const orgPath = orgs.find(({ id }) => id === orgId)?.path
  const submit = async ({ memberIds: members, ...fields }: Fields): Promise<void> => {
    await save.run({ ...fields, memberIds: [...members], groupId: group?.id ?? null })
  }
  const beside = save.problem === null ? undefined : fieldOf[save.problem.code]
  const errorAt = (field: keyof Fields) => (beside === field ? { validateStatus: 'error' as const, help: save.problem?.text } : {})
  const must = { required: true, message: t('kit.required') }
  const known = new Map(group?.members.map(({ officerId, name, staffNo }) => [officerId, `${name} ${staffNo}`]))
  return (
    <Modal
      open
      title={titleOf(group)}
      okText={t('group.save')}
      cancelText={t('kit.cancel')}
      confirmLoading={save.pending}
      mask={{ closable: false }}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      {beside === undefined && <ProblemAlert problem={save.problem} />}
      <Form
        form={form}
        layout="vertical"
        initialValues={startingFields(group, startOrg)}
        onFinish={(fields) => void submit(fields)}
        onValuesChange={() => save.problem !== null && save.reset()}
      >
        <Form.Item
          name="name"
          label={t('group.name')}
          rules={[
            { ...must, whitespace: true },
            { min: 2, message: t('kit.required') },
          ]}
          {...errorAt('name')}
        >
          <Input maxLength={60} autoFocus />
        </Form.Item>
        <Form.Item name="orgId" label={t('group.org')} rules={[must]} {...errorAt('orgId')}>
          <Select showSearch={{ optionFilterProp: 'label' }} options={orgs.map(({ id, name }) => ({ value: id, label: name }))} />
        </Form.Item>
        <Form.Item name="leaderId" label={t('group.leader')} rules={[must]} {...errorAt('leaderId')}>
          <OfficerSelect orgPath={orgPath} known={known} without={memberIds} />
        </Form.Item>
        <Form.Item
          name="memberIds"
          label={t('group.members')}
          extra={t('group.membersNote')}
          rules={[{ required: true, type: 'array', min: 1, message: t('kit.required') }]}
          {...errorAt('memberIds')}
        >
          <OfficersSelect orgPath={orgPath} known={known} without={leaderId === undefined ? [] : [leaderId]} />
        </Form.Item>
      </Form>
    </Modal>
  )
}

const titleOf = (group: Group | null): string => (group === null ? t('group.add') : t('group.editTitle', { name: group.name }))

function startingFields(group: Group | null, orgId: string | undefined): Partial<Fields> {
  const org = orgId === undefined ? {} : { orgId }
  if (group === null) return org
  const leader = group.members.find(({ leader }) => leader)
  return {
    ...org,
    name: group.name,
    ...(leader === undefined ? {} : { leaderId: leader.officerId }),
    memberIds: group.members.filter(({ leader }) => !leader).map(({ officerId }) => officerId),
  }
}

/** Organisations: one department at one place. */
import { Form, Input, Modal, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import type { Org } from '#contract/access.ts'
import { api, client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t } from '#web/i18n/t.ts'
import { DataList } from '#web/ui/data-list.tsx'
import { regionCode } from '#web/ui/format.ts'
import { Icon } from '#web/ui/icon.tsx'
import { ActionButton, Page } from '#web/ui/page.tsx'
import { useRegionOptions } from '#web/ui/region-select.tsx'
import { ProblemAlert } from '#web/ui/states.tsx'
import type { Column } from '#web/ui/table.tsx'
import { AccessTabs } from './access-tabs.tsx'

export function OrgListPage(): ReactNode {
  const [adding, setAdding] = useState(false)
  const regions = useRegionOptions()
  const nameOf = (path: string): string => regions.find(({ value }) => value === path)?.label ?? regionCode(path)
  return (
    <Page
      title={t('menu.accounts')}
      lead={t('access.accountsLead')}
      actions={
        <ActionButton primary icon={<Icon name="plus" />} onClick={() => setAdding(true)}>
          {t('access.newOrg')}
        </ActionButton>
      }
    >
      <AccessTabs />
      <DataList<Org>
        id="orgs"
        unit={t('access.unit')}
        columns={columns(nameOf)}
        rowKey={(org) => org.id}
        source={(page) => api.access.listOrgs.queryOptions({ input: { ...page } })}
        empty={{ title: t('access.noOrgs') }}
        exportAs={t('access.orgs')}
      />
      {adding && <OrgDialog onClose={() => setAdding(false)} />}
    </Page>
  )
}

const columns = (nameOf: (path: string) => string): readonly Column<Org>[] => [
  { key: 'name', title: t('access.orgName'), fixed: true, cell: (org) => org.name, text: (org) => org.name },
  { key: 'short', title: t('access.orgShort'), cell: (org) => org.shortName, text: (org) => org.shortName },
  { key: 'region', title: t('access.orgRegion'), cell: (org) => `${nameOf(org.path)} ${regionCode(org.path)}`, text: (org) => org.path },
  { key: 'dept', title: t('access.orgDept'), cell: (org) => <span className="mono">{org.dept}</span>, text: (org) => org.dept },
]

type Fields = { readonly name: string; readonly shortName: string; readonly path: string; readonly dept: string }

function OrgDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const [form] = Form.useForm<Fields>()
  const regions = useRegionOptions()
  const create = useCommand(client.access.createOrg, { announce: false, done: t('access.orgCreated'), onDone: onClose })
  const submit = async (fields: Fields): Promise<void> => {
    await create.run(fields)
  }
  const must = { required: true, whitespace: true, message: t('kit.required') }
  return (
    <Modal
      open
      title={t('access.newOrg')}
      okText={t('access.newOrg')}
      cancelText={t('kit.cancel')}
      confirmLoading={create.pending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <ProblemAlert problem={create.problem} />
      <Form form={form} layout="vertical" initialValues={{ dept: 'scjg' }} onFinish={(fields) => void submit(fields)}>
        <Form.Item name="path" label={t('access.orgRegion')} rules={[must]}>
          <Select showSearch={{ optionFilterProp: 'label' }} options={[...regions]} />
        </Form.Item>
        <Form.Item
          name="dept"
          label={t('access.orgDept')}
          extra={t('access.orgDeptNote')}
          rules={[must, { min: 2, message: t('kit.required') }]}
        >
          <Input maxLength={20} />
        </Form.Item>
        <Form.Item name="name" label={t('access.orgName')} rules={[must, { min: 2, message: t('kit.required') }]}>
          <Input maxLength={80} />
        </Form.Item>
        <Form.Item name="shortName" label={t('access.orgShort')} rules={[must]}>
          <Input maxLength={20} />
        </Form.Item>
      </Form>
    </Modal>
  )
}

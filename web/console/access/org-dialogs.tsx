/** A new organisation, and what may change about one: its place and department may not. */
import { Form, Input, Modal, Radio, Select } from 'antd'
import type { ReactNode } from 'react'
import type { Org } from '#contract/access.ts'
import { client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t } from '#web/i18n/t.ts'
import { useRegionOptions } from '#web/ui/region-select.tsx'
import { ProblemAlert } from '#web/ui/states.tsx'

type Fields = {
  readonly name: string
  readonly shortName: string
  readonly path: string
  readonly dept: string
  /** Empty: the server goes by the level of the place. */
  readonly post: Org['post'] | ''
  readonly cluster?: string | null
}

const clusterOf = ({ cluster }: Pick<Fields, 'cluster'>): string | null => {
  const area = cluster?.trim() ?? ''
  return area === '' ? null : area
}

export function OrgNewDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const [form] = Form.useForm<Fields>()
  const regions = useRegionOptions()
  const create = useCommand(client.access.createOrg, { announce: false, done: t('access.orgCreated'), onDone: onClose })
  const submit = async ({ post, cluster, ...fields }: Fields): Promise<void> => {
    await create.run({ ...fields, ...(post === '' ? {} : { post }), cluster: clusterOf({ cluster: cluster ?? null }) })
  }
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
      <Form form={form} layout="vertical" initialValues={{ dept: 'scjg', post: '' }} onFinish={(fields) => void submit(fields)}>
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
        <NameFields byLevel />
      </Form>
    </Modal>
  )
}

export function OrgEditDialog({ org, onClose }: { readonly org: Org; readonly onClose: () => void }): ReactNode {
  const [form] = Form.useForm<Pick<Fields, 'name' | 'shortName' | 'cluster'> & { readonly post: Org['post'] }>()
  const save = useCommand(client.access.saveOrg, { announce: false, done: t('access.orgSaved'), onDone: onClose })
  return (
    <Modal
      open
      title={t('access.editOrg')}
      okText={t('officer.save')}
      cancelText={t('kit.cancel')}
      confirmLoading={save.pending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <ProblemAlert problem={save.problem} />
      <Form
        form={form}
        layout="vertical"
        initialValues={org}
        onFinish={(fields) => void save.run({ ...fields, orgId: org.id, cluster: clusterOf(fields) })}
      >
        <NameFields />
      </Form>
    </Modal>
  )
}

const must = { required: true, whitespace: true, message: t('kit.required') }

function NameFields({ byLevel = false }: { readonly byLevel?: boolean }): ReactNode {
  return (
    <>
      <Form.Item name="name" label={t('access.orgName')} rules={[must, { min: 2, message: t('kit.required') }]}>
        <Input maxLength={80} />
      </Form.Item>
      <Form.Item name="shortName" label={t('access.orgShort')} rules={[must]}>
        <Input maxLength={20} />
      </Form.Item>
      <Form.Item name="post" label={t('access.orgPost')} extra={t('access.orgPostNote')}>
        <Radio.Group
          options={[
            ...(byLevel ? [{ value: '', label: t('access.orgPostByLevel') }] : []),
            { value: 'office', label: t('officer.post.office') },
            { value: 'station', label: t('officer.post.station') },
          ]}
        />
      </Form.Item>
      <Form.Item name="cluster" label={`${t('access.orgCluster')} (${t('kit.optional')})`} extra={t('access.orgClusterNote')}>
        <Input maxLength={40} />
      </Form.Item>
    </>
  )
}

/** The form of one person of the register: everything there is to say, beside each field what is wrong with it. */
import './officers.css'
import { useQuery } from '@tanstack/react-query'
import { Button, Checkbox, Drawer, Form, Input, Radio, Select } from 'antd'
import { type ReactNode, useEffect } from 'react'
import type { Me } from '#contract/access.ts'
import type { Officer, OfficerRow } from '#contract/officers.ts'
import { api, client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { meQuery } from '#web/api/session.ts'
import { language, t } from '#web/i18n/t.ts'
import { PlainDateInput } from '#web/ui/plain-date-input.tsx'
import { ProblemAlert } from '#web/ui/states.tsx'
import { AbilityFields } from './officer-ability-fields.tsx'
import { CertificateList } from './officer-certificate-fields.tsx'
import { draftOf, type ErrorAt, type OfficerFields, refusedFields, startingFields } from './officer-form.ts'

type Population = OfficerRow['population']

export function OfficerDrawer(props: {
  readonly officer: Officer | null
  readonly population: Population
  readonly onClose: () => void
}): ReactNode {
  const me = useQuery(meQuery).data
  return me === undefined || me === null ? null : <OfficerForm {...props} me={me} />
}

function OfficerForm({
  officer,
  population,
  me,
  onClose,
}: {
  readonly officer: Officer | null
  readonly population: Population
  readonly me: Me
  readonly onClose: () => void
}): ReactNode {
  const [form] = Form.useForm<OfficerFields>()
  const save = useCommand(client.officers.save, { announce: false, done: t('officer.saved'), onDone: onClose })
  const certificates = Form.useWatch('certificates', form) ?? []
  const refused = refusedFields(save.problem, language(), certificates)
  const errorAt: ErrorAt = (path) => {
    const help = refused.get(path)
    return help === undefined ? {} : { validateStatus: 'error', help }
  }
  const firstRefused = refused.size === 0 ? undefined : [...refused.keys()][0]
  // What was refused may be far up in the form, out of sight of the button that was pressed.
  useEffect(() => {
    if (firstRefused !== undefined) form.scrollToField(pathOf(firstRefused), { focus: true, block: 'center' })
  }, [form, firstRefused])
  const submit = async (fields: OfficerFields): Promise<void> => {
    await save.run({ ...draftOf(fields, population), officerId: officer?.id ?? null })
  }
  return (
    <Drawer
      open
      size={640}
      title={
        officer === null
          ? t(population === 'officers' ? 'officer.add' : 'officer.addExpert')
          : t('officer.editTitle', { name: officer.name })
      }
      mask={{ closable: false }}
      onClose={onClose}
      footer={
        <div className="mj-page-actions" style={{ justifyContent: 'flex-end' }}>
          <Button onClick={onClose}>{t('kit.cancel')}</Button>
          <Button type="primary" loading={save.pending} onClick={() => form.submit()}>
            {t('officer.save')}
          </Button>
        </div>
      }
    >
      {refused.size === 0 ? <ProblemAlert problem={save.problem} /> : <Wrong n={refused.size} />}
      <Form
        form={form}
        className="officer-form"
        layout="vertical"
        initialValues={startingFields(officer, population, { orgId: me.org.id, dept: me.org.dept })}
        onFinish={(fields) => void submit(fields)}
        onValuesChange={() => save.problem !== null && save.reset()}
        scrollToFirstError={{ focus: true, block: 'center' }}
      >
        <Identity population={population} dept={me.org.dept} errorAt={errorAt} />
        <Phone officer={officer} errorAt={errorAt} />
        <AbilityFields population={population} errorAt={errorAt} />
        {population === 'officers' && <CertificateList dept={me.org.dept} known={officer !== null} errorAt={errorAt} />}
        {population === 'officers' && <Profile errorAt={errorAt} />}
        {/* Enter in a text field saves: the visible button stands in the foot, outside the form. */}
        <button type="submit" hidden tabIndex={-1} aria-hidden="true" />
      </Form>
    </Drawer>
  )
}

/** `certificates.0.validTo` as Ant Design names it. */
const pathOf = (path: string): (string | number)[] => path.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part))

const Wrong = ({ n }: { readonly n: number }): ReactNode => (
  <div className="mj-problem" role="alert">
    <div>{t('officer.fieldsWrong', { n })}</div>
  </div>
)

function Identity({
  population,
  dept,
  errorAt,
}: {
  readonly population: Population
  readonly dept: string
  readonly errorAt: ErrorAt
}): ReactNode {
  const orgs = useQuery(api.access.listOrgs.queryOptions({ input: { limit: 200 } })).data?.rows ?? []
  const must = { required: true, whitespace: true, message: t('kit.required') }
  return (
    <>
      <div className="officer-pair">
        <Form.Item name="name" label={t('officer.name')} rules={[must]} {...errorAt('name')}>
          <Input maxLength={60} autoComplete="off" autoFocus />
        </Form.Item>
        <Form.Item
          name="staffNo"
          label={t(population === 'officers' ? 'officer.staffNo' : 'officer.expertNo')}
          rules={[must]}
          {...errorAt('staffNo')}
        >
          <Input maxLength={60} autoComplete="off" spellCheck={false} />
        </Form.Item>
      </div>
      <Form.Item name="orgId" label={t('officer.org')} rules={[{ required: true, message: t('kit.required') }]} {...errorAt('orgId')}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={orgs
            .filter((org) => org.dept === dept)
            .map((org) => ({ value: org.id, label: `${org.name}（${t(`officer.post.${org.post}`)}）` }))}
        />
      </Form.Item>
      {population === 'experts' && <Text name="businessOffice" label={t('officer.employer')} longest={60} errorAt={errorAt} />}
    </>
  )
}

/** The number is only ever shown masked, so a known one is kept unless another is typed or it is cleared. */
function Phone({ officer, errorAt }: { readonly officer: Officer | null; readonly errorAt: ErrorAt }): ReactNode {
  const kept = officer?.phoneMasked ?? null
  const clear = Form.useWatch('clearPhone') === true
  return (
    <>
      <Form.Item
        name="phone"
        label={`${t('officer.phone')} (${t('kit.optional')})`}
        extra={kept === null || clear ? null : t('officer.phoneKept', { phone: kept })}
        {...errorAt('phone')}
      >
        <Input type="tel" maxLength={30} autoComplete="off" disabled={clear} />
      </Form.Item>
      {kept !== null && (
        <Form.Item name="clearPhone" valuePropName="checked" style={{ marginTop: -12 }}>
          <Checkbox>{t('officer.phoneClear')}</Checkbox>
        </Form.Item>
      )}
    </>
  )
}

const Profile = ({ errorAt }: { readonly errorAt: ErrorAt }): ReactNode => (
  <>
    <h3>{t('officer.profile')}</h3>
    <div className="officer-pair">
      <Form.Item name="gender" label={t('officer.gender')} {...errorAt('gender')}>
        <Radio.Group
          options={[
            { value: 'male', label: t('officer.gender.male') },
            { value: 'female', label: t('officer.gender.female') },
            { value: '', label: t('officer.gender.none') },
          ]}
        />
      </Form.Item>
      <Form.Item name="postSince" label={t('officer.postSince')} {...errorAt('postSince')}>
        <PlainDateInput />
      </Form.Item>
      <Text name="education" label={t('officer.education')} longest={30} errorAt={errorAt} />
      <Text name="major" label={t('officer.major')} longest={60} errorAt={errorAt} />
      <Text name="jobCategory" label={t('officer.jobCategory')} longest={60} errorAt={errorAt} />
      <Text name="businessOffice" label={t('officer.businessOffice')} longest={60} errorAt={errorAt} />
      <Text name="postLevel" label={t('officer.postLevel')} longest={30} errorAt={errorAt} />
      <Text name="postClass" label={t('officer.postClass')} longest={30} errorAt={errorAt} />
      <Text name="postName" label={t('officer.postName')} longest={60} errorAt={errorAt} />
    </div>
  </>
)

const Text = ({
  name,
  label,
  longest,
  errorAt,
}: {
  readonly name: keyof OfficerFields
  readonly label: string
  readonly longest: number
  readonly errorAt: ErrorAt
}): ReactNode => (
  <Form.Item name={name} label={label} {...errorAt(name)}>
    <Input maxLength={longest} autoComplete="off" />
  </Form.Item>
)

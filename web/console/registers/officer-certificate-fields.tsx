/** The certificates in the form of an officer: one or more, of one's own department or of others. */
import { Button, Form, Input } from 'antd'
import type { ReactNode } from 'react'
import { t } from '#web/i18n/t.ts'
import { Icon } from '#web/ui/icon.tsx'
import { PlainDateInput } from '#web/ui/plain-date-input.tsx'
import { type CertificateFields, type ErrorAt, newCertificate, repeatedNumber } from './officer-form.ts'

export const CertificateList = ({
  dept,
  known,
  errorAt,
}: {
  readonly dept: string
  /** A person who is in the register: their certificates are never deleted, only revoked. */
  readonly known: boolean
  readonly errorAt: ErrorAt
}): ReactNode => (
  <>
    <h3>{t('certificate.list')}</h3>
    <Form.List name="certificates" rules={[{ validator: (_, rows: unknown) => atLeastOne(rows) }]}>
      {(lines, { add, remove }, { errors }) => (
        <>
          {lines.map((line, index) => (
            <Certificate
              key={line.key}
              at={line.name}
              nth={index + 1}
              errorAt={errorAt}
              onRemove={lines.length > 1 ? () => remove(line.name) : null}
            />
          ))}
          <Form.ErrorList errors={errors} />
          <div className="officer-certificate-foot">
            <Button icon={<Icon name="plus" size={14} />} onClick={() => add(newCertificate(dept))}>
              {t('certificate.add')}
            </Button>
            {known && <span className="quiet tiny">{t('certificate.removeNote')}</span>}
          </div>
        </>
      )}
    </Form.List>
  </>
)

function Certificate({
  at,
  nth,
  errorAt,
  onRemove,
}: {
  readonly at: number
  readonly nth: number
  readonly errorAt: ErrorAt
  readonly onRemove: (() => void) | null
}): ReactNode {
  const must = { required: true, whitespace: true, message: t('kit.required') }
  const wrong = (field: keyof CertificateFields): ReturnType<ErrorAt> => errorAt(`certificates.${at}.${field}`)
  return (
    <fieldset className="officer-certificate">
      <legend>{t('certificate.nth', { n: nth })}</legend>
      <div className="officer-pair">
        <Form.Item
          name={[at, 'certificateNo']}
          label={t('certificate.number')}
          rules={[
            must,
            ({ getFieldValue }) => ({
              validator: () => (repeatedNumber(getFieldValue('certificates') ?? [], at) ? refuse('certificate.twice') : Promise.resolve()),
            }),
          ]}
          {...wrong('certificateNo')}
        >
          <Input className="mono" maxLength={60} autoComplete="off" spellCheck={false} />
        </Form.Item>
        <Form.Item name={[at, 'validTo']} label={t('certificate.to')} rules={[must, notBefore(at)]} {...wrong('validTo')}>
          <PlainDateInput />
        </Form.Item>
        <Form.Item
          name={[at, 'dept']}
          label={t('certificate.dept')}
          extra={t('certificate.deptNote')}
          rules={[must, { min: 2, message: t('kit.required') }]}
          {...wrong('dept')}
        >
          <Input className="mono" maxLength={20} autoComplete="off" autoCapitalize="none" spellCheck={false} />
        </Form.Item>
        <Form.Item name={[at, 'validFrom']} label={`${t('certificate.from')} (${t('kit.optional')})`} {...wrong('validFrom')}>
          <PlainDateInput />
        </Form.Item>
      </div>
      <Form.Item name={[at, 'issuer']} label={`${t('certificate.issuer')} (${t('kit.optional')})`} {...wrong('issuer')}>
        <Input maxLength={80} autoComplete="off" />
      </Form.Item>
      {onRemove !== null && (
        <div className="officer-certificate-foot">
          <Button type="link" size="small" style={{ paddingInline: 0 }} aria-label={t('certificate.remove', { n: nth })} onClick={onRemove}>
            {t('certificate.remove', { n: nth })}
          </Button>
        </div>
      )}
    </fieldset>
  )
}

const refuse = (key: 'certificate.twice' | 'certificate.reversed' | 'certificate.needed'): Promise<never> =>
  Promise.reject(new Error(t(key)))

const notBefore =
  (at: number) =>
  ({ getFieldValue }: { getFieldValue: (name: (string | number)[]) => unknown }) => ({
    validator: (_: unknown, validTo: string | null | undefined) => {
      const from = getFieldValue(['certificates', at, 'validFrom'])
      return typeof from === 'string' && typeof validTo === 'string' && validTo < from ? refuse('certificate.reversed') : Promise.resolve()
    },
  })

const atLeastOne = (rows: unknown): Promise<void> =>
  Array.isArray(rows) && rows.length > 0 ? Promise.resolve() : refuse('certificate.needed')

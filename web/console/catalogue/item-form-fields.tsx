/** The fields of an item: what it is, what it is based on, how much and how often. */
import { Button, Form, Input, Radio, Select } from 'antd'
import type { ReactNode } from 'react'
import type { Item } from '#contract/catalogue.ts'
import { layers, levels, listKinds } from '#core/catalogue/item.ts'
import { layersAt } from '#core/catalogue/layers.ts'
import { methods } from '#core/inspections/outcomes.ts'
import { language, t } from '#web/i18n/t.ts'
import { CheckboxGroup } from '#web/ui/checkbox-group.tsx'
import { ppmOfPercent } from '#web/ui/percent.ts'
import { WordsInput } from '#web/ui/words-input.tsx'
import type { Beside } from './beside.tsx'
import { kindText } from './item-words.tsx'

const kinds = [
  'enterprise',
  'individual',
  'cooperative',
  'rep_office',
  'site',
  'product',
  'project',
  'behaviour',
  'equipment',
  'organisation',
  'other',
] as const

export function IdentityFields(props: { readonly fixedCode: boolean; readonly orgPath: string; readonly beside: Beside }): ReactNode {
  const { fixedCode, orgPath, beside } = props
  const must = { required: true, whitespace: true, message: t('kit.required') }
  const named = { ...must, min: 2 }
  return (
    <div className="cat-grid">
      <Form.Item
        className="cat-3"
        name="code"
        label={t('item.code')}
        {...(fixedCode ? {} : { extra: t('item.codeNote') })}
        rules={[must, { pattern: /^[A-Z0-9][A-Z0-9.-]{1,29}$/, message: t('item.codeRule') }]}
        normalize={(value: string) => value.toUpperCase()}
      >
        <Input className="mono" disabled={fixedCode} maxLength={30} />
      </Form.Item>
      <Form.Item className="cat-6" name="name" label={t('item.name')} rules={[named]}>
        <Input maxLength={120} />
      </Form.Item>
      <Form.Item className="cat-3" name="subItem" label={optional(t('item.subItem'))}>
        <Input maxLength={120} />
      </Form.Item>
      <Form.Item className="cat-3" name="category" label={t('item.category')} rules={[must]}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item className="cat-3" name="itemClass" label={t('item.class')} {...beside('itemClass')}>
        <Radio.Group
          options={[
            { value: 'general', label: t('item.class.general') },
            { value: 'key', label: t('item.class.key') },
          ]}
        />
      </Form.Item>
      <Form.Item className="cat-3" name="layer" label={t('item.layer')}>
        <Select options={layersAt(orgPath).map((value) => ({ value, label: layers[value][language()] }))} />
      </Form.Item>
      <Form.Item className="cat-3" name="listKind" label={t('item.tabs')} {...beside('listKind')}>
        <Select options={Object.entries(listKinds).map(([value, words]) => ({ value, label: words[language()] }))} />
      </Form.Item>
      <Form.Item className="cat-6" name="basis" label={t('item.basis')} extra={t('item.basisNote')} rules={[named]}>
        <Input.TextArea maxLength={500} autoSize={{ minRows: 2 }} />
      </Form.Item>
      <Form.Item className="cat-6" name="dutyRef" label={optional(t('item.dutyRef'))}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item className="cat-6" name="objectScope" label={t('item.scope')} rules={[must]}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item
        className="cat-6"
        name="objectKinds"
        label={optional(t('item.objectKinds'))}
        {...beside('objectKinds', t('item.form.kindsNote'))}
      >
        <Select mode="multiple" placeholder={t('item.allKinds')} options={kinds.map((value) => ({ value, label: kindText(value) }))} />
      </Form.Item>
      <Form.Item
        className="cat-6"
        name="methods"
        label={t('item.methods')}
        rules={[{ required: true, message: t('kit.required') }]}
        {...beside('methods')}
      >
        <CheckboxGroup options={Object.entries(methods).map(([value, words]) => ({ value, label: words[language()] }))} />
      </Form.Item>
      <Form.Item className="cat-3" name="nonSite" label={t('item.nonSite')}>
        <Radio.Group
          options={[
            { value: true, label: t('item.yes') },
            { value: false, label: t('item.no') },
          ]}
        />
      </Form.Item>
      <Form.Item className="cat-3" name="responsibleOffice" label={optional(t('item.office'))}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item className="cat-6" name="bodies" label={optional(t('item.bodies'))} extra={t('item.form.bodiesNote')}>
        <WordsInput most={20} />
      </Form.Item>
      <Form.Item className="cat-6" name="levels" label={optional(t('item.levels'))} extra={t('item.form.levelsNote')}>
        <CheckboxGroup options={Object.entries(levels).map(([value, words]) => ({ value, label: words[language()] }))} />
      </Form.Item>
    </div>
  )
}

export type ParentFieldsProps = {
  readonly code: string
  readonly parent: Item | null
  readonly needsBasis: boolean
  readonly onTake: () => void
}

export function ParentFields({ code, parent, needsBasis, onTake }: ParentFieldsProps): ReactNode {
  const found =
    parent === null
      ? code.trim().length > 1
        ? t('item.form.parentNone', { code: code.trim() })
        : t('item.form.parentNote')
      : t('item.form.parentFound', { name: parent.name, layer: layers[parent.layer][language()], n: parent.version })
  return (
    <div className="cat-grid">
      <Form.Item
        className="cat-6"
        name="parentCode"
        label={optional(t('item.parent'))}
        normalize={(value: string) => value.toUpperCase()}
        extra={
          <>
            {found}{' '}
            {parent !== null && (
              <Button type="link" size="small" onClick={onTake}>
                {t('item.form.parentCopy')}
              </Button>
            )}
          </>
        }
      >
        <Input className="mono" maxLength={30} />
      </Form.Item>
      <Form.Item
        className="cat-6"
        name="localBasis"
        label={optional(t('item.localBasis'))}
        {...(needsBasis
          ? {
              validateStatus: 'error' as const,
              extra: (
                <span className="red" role="alert">
                  {t('item.form.localBasisMissing')}
                </span>
              ),
            }
          : { extra: t('item.form.localBasisNote') })}
      >
        <Input.TextArea maxLength={500} autoSize={{ minRows: 1 }} />
      </Form.Item>
    </div>
  )
}

export function LimitFields({ beside }: { readonly beside: Beside }): ReactNode {
  const percent = {
    validator: (_: unknown, text: string) =>
      (text ?? '').trim() === '' || ppmOfPercent(text) !== null ? Promise.resolve() : Promise.reject(new Error(t('item.form.percentRule'))),
  }
  return (
    <div className="cat-grid">
      <Form.Item className="cat-3" name="ratioFloor" label={optional(t('item.ratioFloor'))} rules={[percent]} {...beside('ratioFloorPpm')}>
        <Input suffix="%" inputMode="decimal" />
      </Form.Item>
      <Form.Item
        className="cat-3"
        name="ratioCap"
        label={optional(t('item.ratioCap'))}
        dependencies={['ratioFloor']}
        rules={[
          percent,
          ({ getFieldValue }) => ({
            validator: (_, text: string) => {
              const [floor, cap] = [ppmOfPercent(String(getFieldValue('ratioFloor') ?? '')), ppmOfPercent(text ?? '')]
              return floor !== null && cap !== null && floor > cap ? Promise.reject(new Error(t('item.form.ratioRule'))) : Promise.resolve()
            },
          }),
        ]}
        {...beside('ratioCapPpm')}
      >
        <Input suffix="%" inputMode="decimal" />
      </Form.Item>
      <Form.Item
        className="cat-3"
        name="frequencyCap"
        label={optional(t('item.frequency'))}
        rules={[{ pattern: /^\s*(?:[1-9]|[1-9]\d|[12]\d\d|3[0-5]\d|36[0-6])?\s*$/, message: t('item.form.capRule') }]}
        {...beside('frequencyCap')}
      >
        <Input suffix={t('item.timesAYear')} inputMode="numeric" />
      </Form.Item>
      <Form.Item className="cat-3" name="frequencyText" label={optional(t('item.frequencyText'))}>
        <Input maxLength={200} />
      </Form.Item>
    </div>
  )
}

const optional = (label: string): string => `${label} (${t('kit.optional')})`

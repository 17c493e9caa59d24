/** The blocks of a template: written, moved, added, taken away. */
import { Button, Checkbox, Input, Select } from 'antd'
import type { ReactNode } from 'react'
import type { TemplateBlock } from '#contract/document-templates.ts'
import { type DocumentKind, fieldsOf, listFieldsOf } from '#core/documents/kinds.ts'
import { t } from '#web/i18n/t.ts'
import { Icon } from '#web/ui/icon.tsx'
import { FormRows, TableColumns } from './template-block-parts.tsx'

export type TemplateBlocksProps = {
  readonly kind: DocumentKind
  readonly blocks: readonly TemplateBlock[]
  readonly disabled: boolean
  readonly onBlocks: (blocks: readonly TemplateBlock[]) => void
}

export function TemplateBlocks({ kind, blocks, disabled, onBlocks }: TemplateBlocksProps): ReactNode {
  const replace = (at: number, ...by: readonly TemplateBlock[]): void => onBlocks(blocks.toSpliced(at, 1, ...by))
  const swap = (at: number, other: number): void => {
    const [one, two] = [blocks[at], blocks[other]]
    if (one !== undefined && two !== undefined) onBlocks(blocks.with(at, two).with(other, one))
  }
  return (
    <>
      {blocks.map((block, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: their place is all the identity they have
        <div className="mj-template-block" key={at}>
          <div className="mj-template-head">
            <b className="small">{t('template.blockN', { n: at + 1 })}</b>
            <span className="small">{t(`template.block.${block.kind}`)}</span>
            <When kind={kind} block={block} disabled={disabled} onBlock={(next) => replace(at, next)} />
            {!disabled && (
              <span className="mj-extra">
                <Button
                  size="small"
                  type="text"
                  aria-label={t('template.up')}
                  disabled={at === 0}
                  onClick={() => swap(at, at - 1)}
                  icon={<Icon name="up" size={14} />}
                />
                <Button
                  size="small"
                  type="text"
                  aria-label={t('template.down')}
                  disabled={at === blocks.length - 1}
                  onClick={() => swap(at, at + 1)}
                  icon={<Icon name="down" size={14} />}
                />
                <Button
                  size="small"
                  type="text"
                  aria-label={t('template.remove')}
                  disabled={blocks.length === 1}
                  onClick={() => replace(at)}
                  icon={<Icon name="cross" size={14} />}
                />
              </span>
            )}
          </div>
          <Content kind={kind} block={block} disabled={disabled} onBlock={(next) => replace(at, next)} />
        </div>
      ))}
      {!disabled && (
        <Select
          value={null}
          placeholder={t('template.add')}
          aria-label={t('template.add')}
          style={{ minWidth: 200 }}
          options={Object.keys(fresh).map((one) => ({ value: one, label: t(`template.block.${one as TemplateBlock['kind']}`) }))} // exactly the table's own keys
          onChange={(one: TemplateBlock['kind'] | null) => {
            if (one !== null) onBlocks([...blocks, fresh[one](Object.keys(listFieldsOf(kind))[0] ?? '')])
          }}
        />
      )}
    </>
  )
}

/** A block to begin with, by its kind. */
const fresh: { readonly [K in TemplateBlock['kind']]: (list: string) => TemplateBlock } = {
  addressee: () => ({ kind: 'addressee', text: '' }),
  heading1: () => ({ kind: 'heading1', text: '' }),
  heading2: () => ({ kind: 'heading2', text: '' }),
  paragraph: () => ({ kind: 'paragraph', text: '' }),
  note: () => ({ kind: 'note', text: '' }),
  each: (of) => ({ kind: 'each', of, text: '{序号}. ' }),
  table: (of) => ({ kind: 'table', of, columns: [{ title: '序号', text: '{序号}', width: 10 }] }),
  form: () => ({ kind: 'form', rows: [{ cells: [{ label: '', text: '' }], lines: 1 }] }),
  signature: () => ({ kind: 'signature', issuer: '{发文机关}', date: '{成文日期}', seal: true }),
  annex: () => ({ kind: 'annex', text: '附件', landscape: false }),
}

type BlockProps = {
  readonly kind: DocumentKind
  readonly block: TemplateBlock
  readonly disabled: boolean
  readonly onBlock: (block: TemplateBlock) => void
}

/** A block may depend on one thing being known. */
function When({ kind, block, disabled, onBlock }: BlockProps): ReactNode {
  const names = [...Object.keys(fieldsOf(kind)), ...Object.keys(listFieldsOf(kind))]
  return (
    <Select
      size="small"
      disabled={disabled}
      aria-label={t('template.when')}
      value={block.when ?? ''}
      style={{ minWidth: 150 }}
      options={[
        { value: '', label: t('template.always') },
        ...names.map((name) => ({ value: name, label: `${t('template.when')}：${name}` })),
      ]}
      onChange={(when) => {
        const { when: _, ...rest } = block
        onBlock(when === '' ? rest : { ...rest, when })
      }}
    />
  )
}

function Content({ kind, block, disabled, onBlock }: BlockProps): ReactNode {
  const list = (of: string, set: (of: string) => void): ReactNode => (
    <Select
      size="small"
      disabled={disabled}
      aria-label={t('template.list')}
      value={of}
      style={{ minWidth: 140, marginBottom: 6 }}
      options={Object.keys(listFieldsOf(kind)).map((name) => ({ value: name, label: name }))}
      onChange={set}
    />
  )
  switch (block.kind) {
    case 'each':
      return (
        <>
          {list(block.of, (of) => onBlock({ ...block, of }))}
          <Input
            disabled={disabled}
            aria-label={t('template.text')}
            value={block.text}
            onChange={(event) => onBlock({ ...block, text: event.target.value })}
          />
        </>
      )
    case 'table':
      return (
        <>
          {list(block.of, (of) => onBlock({ ...block, of }))}
          <TableColumns columns={block.columns} disabled={disabled} onColumns={(columns) => onBlock({ ...block, columns })} />
        </>
      )
    case 'form':
      return <FormRows rows={block.rows} disabled={disabled} onRows={(rows) => onBlock({ ...block, rows })} />
    case 'signature':
      return (
        <div className="mj-template-head">
          <Input
            style={{ width: 180 }}
            disabled={disabled}
            aria-label={t('template.issuer')}
            value={block.issuer}
            onChange={(event) => onBlock({ ...block, issuer: event.target.value })}
          />
          <Input
            style={{ width: 180 }}
            disabled={disabled}
            aria-label={t('template.date')}
            value={block.date}
            onChange={(event) => onBlock({ ...block, date: event.target.value })}
          />
          <Checkbox disabled={disabled} checked={block.seal} onChange={(event) => onBlock({ ...block, seal: event.target.checked })}>
            {t('template.seal')}
          </Checkbox>
        </div>
      )
    case 'annex':
      return (
        <>
          <Input.TextArea
            autoSize
            disabled={disabled}
            aria-label={t('template.text')}
            value={block.text}
            onChange={(event) => onBlock({ ...block, text: event.target.value })}
          />
          <Checkbox
            disabled={disabled}
            checked={block.landscape}
            onChange={(event) => onBlock({ ...block, landscape: event.target.checked })}
          >
            {t('template.landscape')}
          </Checkbox>
        </>
      )
    default:
      return (
        <Input.TextArea
          autoSize
          disabled={disabled}
          aria-label={t('template.text')}
          value={block.text}
          onChange={(event) => onBlock({ ...block, text: event.target.value })}
        />
      )
  }
}

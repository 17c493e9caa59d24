/** A paper on the screen: its words in their order and places. The exact pages are those of the PDF. */
import type { ReactNode } from 'react'
import { type FilledBlock, type FilledDocument, sealPlace } from '#core/documents/filled.ts'

export const PaperView = ({ document }: { readonly document: FilledDocument }): ReactNode => (
  <div className="mj-template-paper">
    {document.head === 'red' && <div className="mj-mark">{document.issuer}</div>}
    {document.head === 'red' && <p className="mj-center">{document.number}</p>}
    <h3>
      {document.title.split('\n').map((line) => (
        <span key={line}>
          {line}
          <br />
        </span>
      ))}
    </h3>
    {document.head === 'plain' && document.number !== null && <p className="mj-right">{document.number}</p>}
    {document.blocks.map((block, at) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: their place is all the identity they have
      <Block key={at} block={block} />
    ))}
  </div>
)

function Block({ block }: { readonly block: FilledBlock }): ReactNode {
  switch (block.kind) {
    case 'table':
      return <Wide block={block} />
    case 'form':
      return <Form block={block} />
    case 'signature':
      return (
        <p className="mj-right">
          {block.issuer}
          <br />
          {block.seal && sealPlace}
          <br />
          {block.date}
        </p>
      )
    case 'annex':
      return (
        <div className="mj-annex">
          {block.text.split('\n').map((line, at) => (at === 0 ? <b key={line}>{line}</b> : <h3 key={line}>{line}</h3>))}
        </div>
      )
    case 'addressee':
      return <p className="mj-flush">{block.text}</p>
    case 'heading1':
      return (
        <p>
          <b>{block.text}</b>
        </p>
      )
    default:
      return block.text.split('\n').map((line) => <p key={line}>{line}</p>)
  }
}

/** Rows of a paper have no identity but their place; nobody moves them here. */
const rowKey = (cells: readonly string[], at: number): string => `${at} ${cells[0] ?? ''}`

const Wide = ({ block }: { readonly block: Extract<FilledBlock, { kind: 'table' }> }): ReactNode => (
  <table>
    <thead>
      <tr>
        {block.columns.map(({ title }) => (
          <th key={title}>{title}</th>
        ))}
      </tr>
    </thead>
    <tbody>
      {block.rows.map((cells, at) => (
        <tr key={rowKey(cells, at)}>
          {block.columns.map(({ title }, column) => (
            <td key={title}>{cells[column]}</td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
)

const Form = ({ block }: { readonly block: Extract<FilledBlock, { kind: 'form' }> }): ReactNode => (
  <table>
    <tbody>
      {block.rows.map(({ cells }, at) => (
        <tr
          key={rowKey(
            cells.map(({ label }) => label),
            at,
          )}
        >
          {cells.flatMap(({ label, text }) => [
            <th key={label}>{label}</th>,
            <td key={`${label} value`} colSpan={cells.length === 1 ? 3 : 1}>
              {text}
            </td>,
          ])}
        </tr>
      ))}
    </tbody>
  </table>
)

/** How the console names papers, and where their files are. */
import { Button } from 'antd'
import type { ReactNode } from 'react'
import type { IssuedDocument } from '#contract/documents.ts'
import { type DocumentKind, documentKinds } from '#core/documents/kinds.ts'
import { language, t } from '#web/i18n/t.ts'
import { Icon } from '#web/ui/icon.tsx'
import { Tag } from '#web/ui/page.tsx'

export const kindText = (kind: DocumentKind): string => documentKinds[kind][language()]

export const fileAddress = (id: string, format: 'pdf' | 'docx' | 'sealed'): string => `/api/v1/documents/${id}/${format}`

export function DocumentState({ document }: { readonly document: Pick<IssuedDocument, 'voided' | 'sealed'> }): ReactNode {
  if (document.voided !== null) return <Tag tone="red">{t('document.voided')}</Tag>
  return (
    <>
      <Tag tone="green">{t('document.inForce')}</Tag>
      {document.sealed && <Tag>{t('document.sealed')}</Tag>}
    </>
  )
}

export const Downloads = ({ document }: { readonly document: Pick<IssuedDocument, 'id' | 'sealed'> }): ReactNode => (
  <span className="mj-document-files">
    {(['pdf', 'docx', ...(document.sealed ? (['sealed'] as const) : [])] as const).map((format) => (
      <Button key={format} type="link" size="small" href={fileAddress(document.id, format)} download>
        <Icon name="download" size={14} />
        {t(`document.download.${format}`)}
      </Button>
    ))}
  </span>
)

/** The pages for when there is no page: not permitted, not there, broken. */
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import type { Me } from '#contract/access.ts'
import { type Permission, permissions, roles } from '#core/access/roles.ts'
import { language, t } from '#web/i18n/t.ts'
import { Page } from '#web/ui/page.tsx'

export const Forbidden = ({ needs, me }: { readonly needs: readonly Permission[]; readonly me: Me }): ReactNode => (
  <Page title={t('forbidden.title')}>
    <p>
      {t('forbidden.text', {
        permission: needs.map((need) => permissions[need][language()]).join(' / '),
        roles: me.roles.map((role) => roles[role][language()]).join('、'),
      })}
    </p>
    <p style={{ marginTop: 16 }}>
      <Link to="/">{t('forbidden.back')}</Link>
    </p>
  </Page>
)

export const Missing = (): ReactNode => (
  <main>
    <Page title={t('missing.title')}>
      <p>{t('missing.text')}</p>
      <p style={{ marginTop: 16 }}>
        <Link to="/">{t('forbidden.back')}</Link>
      </p>
    </Page>
  </main>
)

/** A fault in a page. After an update old chunks are gone: reloading is the cure for both. */
export const Broken = ({ error }: { readonly error: unknown }): ReactNode => (
  <Page title={t('broken.title')}>
    <p>{isOldChunk(error) ? t('broken.updated') : t('broken.text')}</p>
    <Button type="primary" style={{ marginTop: 16 }} onClick={() => location.reload()}>
      {t('broken.reload')}
    </Button>
  </Page>
)

const isOldChunk = (error: unknown): boolean =>
  error instanceof Error && /dynamically imported module|module script|preload CSS/i.test(error.message)

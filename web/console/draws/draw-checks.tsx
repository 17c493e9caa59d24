/** 核验: every check with its count, never only the first failure; and how to recompute it all oneself. */
import { App } from 'antd'
import type { ReactNode } from 'react'
import type { Draw } from '#contract/draws.ts'
import { checkLabels, isOfOtherKind, notCheckedReasons } from '#core/draws/check-labels.ts'
import { language, t } from '#web/i18n/t.ts'
import { copyText } from '#web/ui/figures.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { Section } from '#web/ui/page.tsx'
import { BundleLink } from './bundle-link.tsx'

export function Checks({ draw }: { readonly draw: Draw }): ReactNode {
  const checks = draw.verification?.checks ?? null
  if (checks === null) {
    return (
      <Section title={t('draw.checks')}>
        <p className="quiet small">{t('draw.checks.pending')}</p>
      </Section>
    )
  }
  const failed = checks.filter(({ status }) => status === 'failed')
  const held = checks.filter(({ status }) => status === 'ok')
  const open = checks.filter(({ status }) => status === 'not_checked')
  const rest = open.filter(({ note }) => !isForeign(note))
  const foreign = open.filter(({ note }) => isForeign(note))
  return (
    <Section
      title={t('draw.checks')}
      note={
        failed.length > 0 ? (
          <b className="red">{t('draw.checks.failed', { n: failed.length })}</b>
        ) : (
          <b className="green">
            {rest.length === 0 ? t('draw.checks.held', { n: held.length }) : t('draw.checks.some', { ok: held.length, rest: rest.length })}
          </b>
        )
      }
    >
      {failed.length > 0 && (
        <ul className="mj-checks-failed" role="alert">
          <li>
            <b className="red">{t('draw.checks.failedTitle')}</b>
          </li>
          {failed.map(({ check, note }) => (
            <li key={check}>
              <b>{labelOf(check)}</b>　<span className="mono">{note}</span>
            </li>
          ))}
        </ul>
      )}
      <ul className="mj-checks">
        {held.map(({ check }) => (
          <li key={check} title={provesOf(check)}>
            <span className="green">
              <Icon name="check" size={14} />
            </span>
            {labelOf(check)}
          </li>
        ))}
        {rest.map(({ check, note }) => (
          <li key={check} className="quiet" title={whyNot(note)}>
            <span aria-hidden="true">—</span>
            {labelOf(check)}
            <span className="hidden-text">
              {t('draw.checks.not_checked')}: {whyNot(note)}
            </span>
          </li>
        ))}
      </ul>
      {foreign.length > 0 && (
        <details className="mj-checks-more">
          <summary>{t('draw.checks.foreign', { n: foreign.length })}</summary>
          <ul className="mj-checks">
            {foreign.map(({ check, note }) => (
              <li key={check} className="quiet" title={whyNot(note)}>
                <span aria-hidden="true">—</span>
                {labelOf(check)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </Section>
  )
}

/** A plain way to do it without trusting this page. */
export function SelfVerify({ draw }: { readonly draw: Draw }): ReactNode {
  const { message } = App.useApp()
  const command = `npm run -s mingjian -- verify ${draw.id}.json`
  return (
    <Section title={t('draw.self')} extra={<BundleLink draw={draw} />}>
      <p className="small">{t('draw.self.text')}</p>
      <p className="mj-command">
        <span>{command}</span>
        <button
          type="button"
          aria-label={t('kit.copy')}
          title={t('kit.copy')}
          onClick={() => void copyText(command).then(() => message.success(t('kit.copied')))}
        >
          <Icon name="copy" size={14} />
        </button>
      </p>
      <p className="quiet small">
        {t('draw.self.pool')}{' '}
        <a className="mj-underlined" href={`/draws/${encodeURIComponent(draw.id)}`}>
          {t('draw.self.portal')}
        </a>
      </p>
    </Section>
  )
}

/** Does not concern this kind of draw at all: nothing is left unproven by it. */
const isForeign = (why: string | null): boolean => isOfOtherKind(why) || why === 'no_beacon'

const labelOf = (check: string): string => (isCheck(check) ? checkLabels[check].name[language()] : check)
const provesOf = (check: string): string => (isCheck(check) ? checkLabels[check].proves[language()] : '')
const whyNot = (why: string | null): string =>
  why !== null && Object.hasOwn(notCheckedReasons, why) ? notCheckedReasons[why as keyof typeof notCheckedReasons][language()] : (why ?? '')
const isCheck = (text: string): text is keyof typeof checkLabels => Object.hasOwn(checkLabels, text)

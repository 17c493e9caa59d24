/** The report of a verification for people: every check with what it proves, under four claims, and a verdict. */
import { type ClaimId, checkLabels, claims, isOfOtherKind, notCheckedReasons } from '#core/draws/check-labels.ts'
import { openingCheckLabels } from '#core/draws/opening-labels.ts'
import type { Check, Outcome, Verification } from '#core/draws/verification.ts'
import type { NamedVerification } from '#core/draws/verify-directory.ts'
import type { OpeningReport } from './openings.ts'

export type Lang = 'zh' | 'en'

/** The whole report as lines of text. */
export function explain(verifications: readonly NamedVerification[], verdict: Verification['verdict'], lang: Lang): readonly string[] {
  const counts = { ok: 0, failed: 0, not_checked: 0 }
  for (const { checks } of verifications) for (const check of checks) if (!isForOtherKind(check)) counts[check.status]++
  return [
    ...verifications.flatMap((one) => explainOne(one, lang)),
    words[lang].total(verifications.length, counts),
    verdict === 'held' ? words[lang].verified : words[lang].refuted,
  ]
}

/** One bundle: its four claims, each with its checks. */
export function explainOne(verification: NamedVerification, lang: Lang): readonly string[] {
  const name = shorten(verification.name)
  const title = verification.drawId === null ? name : `${name}  ${words[lang].draw} ${verification.drawId}`
  const byClaim = claimIds.flatMap((claim): readonly string[] => {
    const checks = verification.checks.filter(({ check }) => checkLabels[check].claim === claim)
    if (checks.every(isForOtherKind)) return []
    return [
      '',
      `  ${claims[claim][lang]}`,
      ...checks.filter((check) => !isForOtherKind(check)).flatMap((check) => explainCheck(check, lang)),
    ]
  })
  const failed = verification.checks.filter(({ status }) => status === 'failed').map(({ check }) => check)
  const verdict = failed.length === 0 ? words[lang].bundleHeld : `${words[lang].bundleFailed} ${failed.join(', ')}`
  return ['', title, ...byClaim, '', `  ${verdict}`]
}

/** One opening: the answer in words, then its checks. */
export function explainOpening(report: OpeningReport, lang: Lang): readonly string[] {
  const say = words[lang]
  const title = ['', shorten(report.name)]
  if (report.state === 'unreadable') return [...title, `  ${say.openingUnreadable}`]
  if (report.state === 'no_bundle') return [...title, `  ${say.openingNoBundle(report.drawId)}`]
  const { opening, verification, bundleHeld } = report
  const subject = shorten(opening.subject)
  const { drawn, order, verdict } = verification
  const answer =
    verdict === 'failed' || !bundleHeld
      ? say.openingFailed(subject)
      : drawn === null
        ? say.openingOpen(subject)
        : drawn
          ? say.openingDrawn(subject, order ?? 0)
          : say.openingNotDrawn(subject)
  const checks = verification.checks.flatMap((check) => explainOutcome(check, check.check, openingCheckLabels[check.check], lang))
  return [...title, `  ${answer}`, '', ...checks]
}

const explainCheck = (check: Check, lang: Lang): readonly string[] => explainOutcome(check, check.check, checkLabels[check.check], lang)

function explainOutcome(check: Outcome, code: string, { name, proves }: Words, lang: Lang): readonly string[] {
  const head = `    ${words[lang][check.status]}  ${name[lang]} (${code})`
  switch (check.status) {
    case 'ok':
      return [`${head}: ${proves[lang]}${check.found === undefined ? '' : ` [${shorten(check.found)}]`}`]
    case 'failed':
      return [
        `${head}: ${proves[lang]}`,
        `           ${words[lang].expected} ${shorten(check.expected)}`,
        `           ${words[lang].found} ${shorten(check.found)}`,
      ]
    case 'not_checked':
      return [`${head}: ${notCheckedReasons[check.why][lang]}`]
  }
}

/** Officer matching means nothing for a draw of objects, nor replacement for any but its own: said in the JSON report, left out for people. */
export const isForOtherKind = (check: Outcome): boolean => check.status === 'not_checked' && isOfOtherKind(check.why)

/** Text out of a bundle reaches a terminal: control characters in it could hide or forge lines of this report. */
const shorten = (text: string): string => (text.length > 160 ? `${text.slice(0, 157)}…` : text).replace(/\p{C}/gu, '?')

export const claimIds = Object.keys(claims).filter((id): id is ClaimId => Object.hasOwn(claims, id))

type Words = { readonly name: Readonly<Record<Lang, string>>; readonly proves: Readonly<Record<Lang, string>> }
type Counts = Readonly<Record<Check['status'], number>>

const words = {
  zh: {
    draw: '抽取',
    ok: '通过  ',
    failed: '不通过',
    not_checked: '未核对',
    expected: '应为',
    found: '实为',
    bundleHeld: '结论：凡能核对的都通过。',
    bundleFailed: '结论：未通过：',
    total: (bundles: number, n: Counts) => `\n共 ${bundles} 份文件：通过 ${n.ok} 项，不通过 ${n.failed} 项，未核对 ${n.not_checked} 项。`,
    verified: '核验通过：凡能核对的都通过；未核对的各项已在上面逐项列出。',
    refuted: '核验不通过。',
    openingUnreadable: '不是完整的本户凭证，可能被改过。',
    openingNoBundle: (drawId: string) => `属于抽取 ${drawId}，没有给出那次抽取的核验包。`,
    openingFailed: (subject: string) => `${subject}：凭证或核验包没有通过核对，不能据此回答。`,
    openingOpen: (subject: string) => `${subject} 在封存的名单里；要知道是否抽中，还缺抽中签号的文件。`,
    openingDrawn: (subject: string, order: number) => `${subject} 在封存的名单里，被抽中，按签号排第 ${order} 位。`,
    openingNotDrawn: (subject: string) => `${subject} 在封存的名单里，没有被抽中。`,
  },
  en: {
    draw: 'draw',
    ok: 'held       ',
    failed: 'FAILED     ',
    not_checked: 'not checked',
    expected: 'expected',
    found: 'found   ',
    bundleHeld: 'Verdict: all that could be checked held.',
    bundleFailed: 'Verdict: failed:',
    total: (bundles: number, n: Counts) => `\n${bundles} bundles: ${n.ok} checks held, ${n.failed} failed, ${n.not_checked} not checked.`,
    verified: 'Verified: all that could be checked held; what could not be checked is named above.',
    refuted: 'NOT verified.',
    openingUnreadable: 'not a whole opening; it may have been changed.',
    openingNoBundle: (drawId: string) => `belongs to the draw ${drawId}, whose bundle was not given.`,
    openingFailed: (subject: string) => `${subject}: opening or bundle did not pass; they answer nothing.`,
    openingOpen: (subject: string) => `${subject} was on the sealed list; whether it was drawn needs the file of the tickets drawn.`,
    openingDrawn: (subject: string, order: number) => `${subject} was on the sealed list and was drawn, in place ${order} by ticket.`,
    openingNotDrawn: (subject: string) => `${subject} was on the sealed list and was not drawn.`,
  },
} as const

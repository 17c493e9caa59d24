/** Whatever a call threw, as one thing a screen can show: a code, its facts, a sentence that says what to do, and whether to try again. */
import { ORPCError } from '@orpc/client'
import { isProblemCode, problemText } from '#contract/problems.ts'
import { language, t } from '../i18n/t.ts'

export type ShownProblem = {
  readonly code: string
  readonly status: number
  readonly facts: Readonly<Record<string, unknown>>
  readonly text: string
  /** True when the server may or may not have done it: the same command may be sent again. */
  readonly uncertain: boolean
}

/** Reads an oRPC error, a problem body of a stream endpoint, or a broken connection. Never throws. */
export function problemOf(error: unknown): ShownProblem {
  if (error instanceof ORPCError) return fromData(error.data, error.status, error.message)
  if (error instanceof StreamProblem) return fromData(error.body, error.status, error.message)
  return { code: 'offline', status: 0, facts: {}, text: t('problem.offline'), uncertain: true }
}

/** The refusal of a plain HTTP endpoint (upload, sign-in): its status and parsed body. */
export class StreamProblem extends Error {
  readonly status: number
  readonly body: unknown
  constructor(status: number, body: unknown) {
    super(`HTTP ${status}`)
    this.status = status
    this.body = body
  }
}

/** The words for a reason code of an `Ability`, or of any refusal without an error object. */
export function reasonText(code: string, facts: Readonly<Record<string, unknown>> = {}): string {
  return isProblemCode(code) ? problemText(code, facts, language()) : t('problem.unknown', { code })
}

function fromData(data: unknown, status: number, message: string): ShownProblem {
  const body = isRecord(data) ? data : {}
  const code = typeof body.code === 'string' ? body.code : codeByStatus(status)
  const facts = isRecord(body.facts) ? body.facts : {}
  const detail = language() === 'zh' ? body.detail : (body.detailEn ?? body.detail)
  const text = isProblemCode(code) ? problemText(code, facts, language()) : typeof detail === 'string' ? detail : unknownText(code, message)
  return { code, status, facts, text, uncertain: status >= 500 || status === 408 }
}

const unknownText = (code: string, message: string): string => t('problem.unknown', { code: code || message })

const codeByStatus = (status: number): string =>
  status === 401
    ? 'not_signed_in'
    : status === 403
      ? 'permission_missing'
      : status === 404
        ? 'not_found'
        : status >= 500
          ? 'unavailable'
          : 'malformed_request'

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

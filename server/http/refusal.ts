/** Whatever was thrown, as a Problem: refusals keep their code, a broken constraint gets the one of its name, all else is `internal` and logged. */
import { ORPCError, ValidationError } from '@orpc/server'
import * as z from 'zod'
import { databaseProblem } from './constraints.ts'
import { type Field, invalidFields } from './invalid-fields.ts'
import type { Log } from './log.ts'
import { Problem, problemBody } from './problem.ts'

/** What oRPC knows of the call that failed, when it was one. */
type FailedCall = { readonly input: unknown; readonly schema: unknown }

export function problemOf(error: unknown, requestId: string, log: Log, call?: FailedCall): Problem {
  if (error instanceof Problem) return error
  if (error instanceof ORPCError) {
    if (error.code === 'BAD_REQUEST' && error.cause instanceof ValidationError) return invalidInput(error.cause, call)
    if (error.code === 'BAD_REQUEST') return new Problem('malformed_request', {}, { cause: error })
  }
  const refused = databaseProblem(error)
  if (refused !== null && refused.status < 500) return refused
  log.error({ err: error, requestId }, refused?.code ?? 'internal')
  return refused ?? new Problem('internal', { requestId }, { cause: error })
}

/** A Problem in oRPC's form: `code` is ours, and `data` carries what REST has in its body. */
export function rpcError(problem: Problem): ORPCError<string, unknown> {
  const { status, code, facts, detail, detailEn } = problemBody(problem)
  return new ORPCError(code, { status, message: detailEn, data: { code, facts, detail, detailEn } })
}

/** The fields that are wrong, in the words of the schema. */
function invalidInput(error: ValidationError, call: FailedCall | undefined): Problem {
  const english: readonly Issue[] = error.issues.map(({ path, message }) => ({ path: pathText(path), message }))
  const chinese = call?.schema instanceof z.ZodType ? issuesOf(call.schema.safeParse(call.input, { error: inChinese })) : []
  const fields: Field[] = english.map(({ path, message }, index) => ({ field: path, zh: chinese[index]?.message ?? message, en: message }))
  return invalidFields(fields, { cause: error })
}

type Issue = { readonly path: string; readonly message: string }

const inChinese = z.locales.zhCN().localeError

const issuesOf = (parsed: z.ZodSafeParseResult<unknown>): readonly Issue[] =>
  parsed.success ? [] : parsed.error.issues.map(({ path, message }) => ({ path: pathText(path), message }))

const pathText = (path: readonly unknown[] | undefined): string =>
  (path ?? []).map((part) => String(typeof part === 'object' && part !== null && 'key' in part ? part.key : part)).join('.')

/** The one error of the edge: a code of contract/problems.ts with its facts. Anything else that is thrown is a fault of ours and answers 500. */
import { type ProblemBody, type ProblemCode, problems, problemText } from '#contract/problems.ts'
import type { Failure, Result } from '#core/result.ts'

export type Facts = Readonly<Record<string, unknown>>

export class Problem extends Error {
  readonly code: ProblemCode
  readonly facts: Facts
  constructor(code: ProblemCode, facts: Facts = {}, options?: { readonly cause: unknown }) {
    super(problemText(code, facts, 'en'), options)
    this.name = 'Problem'
    this.code = code
    this.facts = facts
  }
  get status(): number {
    return problems[this.code].status
  }
}

/** The value of a result; a failure is thrown as the `Problem` of its type. A failure without a line in contract/problems.ts does not compile. */
export function unwrap<T, F extends Failure & { readonly type: ProblemCode }>(result: Result<T, F>): T {
  if (result.ok) return result.value
  const { type, ...facts } = result.failure
  throw new Problem(type, facts)
}

/** The value, or 404: what the caller may not see does not exist for them. */
export function found<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Problem('not_found')
  return value
}

/** The RFC 9457 body of a refusal; `type` is a stable address below the API's page, `title` the code in words. */
export const problemBody = (problem: Problem): ProblemBody => ({
  type: `/api/v1/docs#problem-${problem.code}`,
  title: problem.code.replaceAll('_', ' '),
  status: problem.status,
  code: problem.code,
  detail: problemText(problem.code, problem.facts, 'zh'),
  detailEn: problemText(problem.code, problem.facts, 'en'),
  facts: problem.facts,
})

/** The refusal as an HTTP answer. */
export const problemResponse = (problem: Problem): Response =>
  new Response(JSON.stringify(problemBody(problem)), {
    status: problem.status,
    headers: { 'content-type': 'application/problem+json; charset=utf-8', 'cache-control': 'no-store' },
  })

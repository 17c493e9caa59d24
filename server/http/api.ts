/** The contract over HTTP: RPC under /rpc for our own clients, REST under /api/v1 for partners; one router, one rule of access. */
import { OpenAPIHandler } from '@orpc/openapi/fetch'
import { type AnyRouter, type ORPCError, ORPCError as OrpcError } from '@orpc/server'
import { RPCHandler } from '@orpc/server/fetch'
import { isProblemCode, type ProblemBody } from '#contract/problems.ts'
import { accessOf, assertAccess } from './access-rule.ts'
import type { RequestContext } from './context.ts'
import { Problem, problemBody } from './problem.ts'
import { problemOf, rpcError } from './refusal.ts'

export type Api = {
  /** Answers a request below /rpc or /api/v1; null when no endpoint is there. */
  readonly rpc: (request: Request, context: RequestContext) => Promise<Response | null>
  readonly rest: (request: Request, context: RequestContext) => Promise<Response | null>
}

export function createApi(router: AnyRouter): Api {
  const rpc = new RPCHandler<RequestContext>(router, { clientInterceptors: [guard], interceptors: [readable] })
  const rest = new OpenAPIHandler<RequestContext>(router, {
    clientInterceptors: [guard],
    interceptors: [readable],
    customErrorResponseBodyEncoder: restBody,
  })
  return {
    rpc: async (request, context) => (await rpc.handle(request, { prefix: '/rpc', context })).response ?? null,
    rest: async (request, context) => {
      const { response } = await rest.handle(request, { prefix: '/api/v1', context })
      if (response === undefined) return null
      // RFC 9457 §3: a problem has a media type of its own.
      if (response.status >= 400) response.headers.set('content-type', 'application/problem+json; charset=utf-8')
      return response
    },
  }
}

type GuardedCall = {
  readonly path: readonly string[]
  readonly input: unknown
  readonly context: RequestContext
  readonly procedure: { readonly '~orpc': { readonly meta: object; readonly inputSchema?: unknown } }
  readonly next: () => Promise<unknown>
}

/** Stands before every procedure: who may call it, then the handler, then whatever it throws as a refusal. */
async function guard({ path, input, context, procedure, next }: GuardedCall): Promise<unknown> {
  const name = path.join('.')
  const { meta, inputSchema } = procedure['~orpc']
  const refuse = (error: unknown) => rpcError(problemOf(error, context.requestId, context.services.log, { input, schema: inputSchema }))
  context.trace.route = name
  try {
    assertAccess(accessOf(meta, name), context.signedIn, name)
    const answer = await next()
    return isStream(answer) ? refusing(answer, refuse) : answer
  } catch (error) {
    throw refuse(error)
  }
}

/** What breaks before a procedure is reached is a request that cannot be read. */
async function readable<T>({ context, next }: { readonly context: RequestContext; readonly next: () => Promise<T> }): Promise<T> {
  try {
    return await next()
  } catch (error) {
    if (error instanceof OrpcError && isProblemCode(error.code)) throw error
    const unreadable = error instanceof SyntaxError || error instanceof TypeError || (error instanceof OrpcError && error.status < 500)
    throw rpcError(unreadable ? new Problem('malformed_request') : problemOf(error, context.requestId, context.services.log))
  }
}

/** A stream that breaks says why in the same words as an answer. */
async function* refusing(states: AsyncIterable<unknown>, refuse: (error: unknown) => Error): AsyncGenerator<unknown, void, void> {
  try {
    yield* states
  } catch (error) {
    throw refuse(error)
  }
}

const isStream = (answer: unknown): answer is AsyncIterable<unknown> =>
  typeof answer === 'object' && answer !== null && Symbol.asyncIterator in answer

function restBody(error: ORPCError<string, unknown>): ProblemBody {
  const facts = typeof error.data === 'object' && error.data !== null && 'facts' in error.data ? error.data.facts : {}
  const code = isProblemCode(error.code) ? error.code : 'malformed_request'
  return problemBody(new Problem(code, facts as Record<string, unknown>)) // rpcError made the data
}

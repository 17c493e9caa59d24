/** The implementer of the contract: `os.plans.approve.handler(command('plan.approve', …))`. */
import { implement } from '@orpc/server'
import { contract } from '#contract/router.ts'
import type { RequestContext } from './context.ts'

export const os = implement(contract).$context<RequestContext>()

/** What stands against the sampling of a draft: a filter that cannot be written down, a class the actor may not use, a mode that would tell it. */
import type { Actor } from '#core/access/can.ts'
import { parseFilter } from '#core/draws/filter.ts'
import { checkSampling, maySample } from '#core/tasks/sampling.ts'
import { invalidFields } from '#server/http/invalid-fields.ts'
import { Problem, unwrap } from '#server/http/problem.ts'

export function refuseSampling(actor: Actor, sampling: Parameters<typeof checkSampling>[0]): void {
  refuseFilter(sampling.filter)
  refuseRisk(actor, sampling)
  unwrap(checkSampling(sampling))
}

export function refuseRisk(actor: Actor, sampling: Parameters<typeof maySample>[1]): void {
  const ability = maySample(actor, sampling)
  if (!ability.allowed) throw new Problem(ability.reason)
}

/** A filter that the protocol cannot write down could be counted here and never committed. */
function refuseFilter(filter: unknown): void {
  const parsed = parseFilter(filter)
  if (parsed.ok) return
  const fields = parsed.failure.problems.map(({ path, expected }) => ({ field: `filter${path}`, zh: '条件与取值不相符', en: expected }))
  throw invalidFields(fields)
}

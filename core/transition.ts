/** State machines as tables: state → verb → next state. Nobody compares state strings outside the table's own file. */
import { fail, ok, type Result } from './result.ts'

export type Transitions<State extends string, Verb extends string> = { readonly [S in State]: { readonly [V in Verb]?: State } }

export type WrongState = { readonly type: 'wrong_state'; readonly state: string; readonly verb: string }

/** The state that `verb` leads to from `state`, or the failure that names both. */
export function step<State extends string, Verb extends string>(
  table: Transitions<State, Verb>,
  state: State,
  verb: Verb,
): Result<State, WrongState> {
  const next = table[state][verb]
  return next === undefined ? fail({ type: 'wrong_state', state, verb }) : ok(next)
}

/** What a task may ask of its teams before anybody is drawn (draw protocol §6). */
import { type Scope, scopes } from '../matching/facts.ts'
import { fail, ok, type Result } from '../result.ts'

export type TeamSettings = { readonly officerScope: Scope; readonly officerReach: Scope }

/** `reach_narrower`: officers would be sought in a narrower scope than the one the search begins with. */
export type TeamRefused = { readonly type: 'reach_narrower'; readonly scope: Scope; readonly reach: Scope }

export const checkTeam = ({ officerScope, officerReach }: TeamSettings): Result<true, TeamRefused> =>
  scopes.indexOf(officerReach) < scopes.indexOf(officerScope)
    ? fail({ type: 'reach_narrower', scope: officerScope, reach: officerReach })
    : ok(true)

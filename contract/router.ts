/** The whole contract: one tree that the server implements, the clients call, and the house rules walk. */
import { access } from './access.ts'
import { cases } from './case-clues.ts'
import { catalogue } from './catalogue.ts'
import { changes } from './changes.ts'
import { documentTemplates } from './document-templates.ts'
import { documents } from './documents.ts'
import { draws } from './draws.ts'
import { feeds } from './feeds.ts'
import { followUps } from './follow-ups.ts'
import { imports } from './imports.ts'
import { inspections } from './inspections.ts'
import { jointItems } from './joint-items.ts'
import { labels } from './labels.ts'
import { ledger } from './ledger.ts'
import { libraries } from './libraries.ts'
import { lists } from './lists.ts'
import { matching } from './matching.ts'
import { merge } from './merge.ts'
import { notices } from './notices.ts'
import { officers } from './officers.ts'
import { planContributions } from './plan-contributions.ts'
import { planFilings } from './plan-filings.ts'
import { planParties } from './plan-parties.ts'
import { plans } from './plans.ts'
import { policy } from './policy.ts'
import { quality } from './quality.ts'
import { record } from './record.ts'
import { registers } from './registers.ts'
import { replacements } from './replacements.ts'
import { reuses } from './reuse.ts'
import { seats } from './seats.ts'
import { signals } from './signals.ts'
import { simulation } from './simulation.ts'
import { subTasks } from './sub-tasks.ts'
import { tasks } from './tasks.ts'

export const contract = {
  access,
  registers,
  imports,
  feeds,
  quality,
  officers,
  labels,
  signals,
  libraries,
  lists,
  catalogue,
  jointItems,
  plans,
  simulation,
  merge,
  planContributions,
  planParties,
  planFilings,
  tasks,
  subTasks,
  reuses,
  draws,
  replacements,
  matching,
  seats,
  inspections,
  followUps,
  cases,
  changes,
  documents,
  documentTemplates,
  notices,
  policy,
  ledger,
  record,
}

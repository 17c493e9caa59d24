/** The whole contract: one tree that the server implements, the clients call, and the house rules walk. */
import { access } from './access.ts'
import { catalogue } from './catalogue.ts'
import { draws } from './draws.ts'
import { feeds } from './feeds.ts'
import { imports } from './imports.ts'
import { inspections } from './inspections.ts'
import { jointItems } from './joint-items.ts'
import { labels } from './labels.ts'
import { libraries } from './libraries.ts'
import { lists } from './lists.ts'
import { matching } from './matching.ts'
import { notices } from './notices.ts'
import { officers } from './officers.ts'
import { plans } from './plans.ts'
import { quality } from './quality.ts'
import { record } from './record.ts'
import { registers } from './registers.ts'
import { replacements } from './replacements.ts'
import { seats } from './seats.ts'
import { tasks } from './tasks.ts'

export const contract = {
  access,
  registers,
  imports,
  feeds,
  quality,
  officers,
  labels,
  libraries,
  lists,
  catalogue,
  jointItems,
  plans,
  tasks,
  draws,
  replacements,
  matching,
  seats,
  inspections,
  notices,
  record,
}

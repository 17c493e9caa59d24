/** The whole contract: one tree that the server implements, the clients call, and the house rules walk. */
import { access } from './access.ts'
import { catalogue } from './catalogue.ts'
import { draws } from './draws.ts'
import { inspections } from './inspections.ts'
import { matching } from './matching.ts'
import { notices } from './notices.ts'
import { officers } from './officers.ts'
import { plans } from './plans.ts'
import { record } from './record.ts'
import { registers } from './registers.ts'
import { replacements } from './replacements.ts'
import { seats } from './seats.ts'
import { tasks } from './tasks.ts'

export const contract = {
  access,
  registers,
  officers,
  catalogue,
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

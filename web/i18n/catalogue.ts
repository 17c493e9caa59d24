/** Every text of the console, by noun. A line is [中文, English]; both are always there. */
import { accessTexts } from './access.ts'
import { beaconTexts } from './beacons.ts'
import { catalogueTexts } from './catalogue-items.ts'
import { ceremonyTexts } from './ceremony.ts'
import { disclosureTexts } from './disclosure.ts'
import { drawPaperTexts } from './draw-papers.ts'
import { drawTexts } from './draws.ts'
import { eligibilityTexts } from './eligibility.ts'
import { explainTexts } from './explain.ts'
import { frameTexts } from './frame.ts'
import { inspectionTexts } from './inspections.ts'
import { kitTexts } from './kit.ts'
import { loadTexts } from './loads.ts'
import { matchingTexts } from './matching.ts'
import { nonceTexts } from './nonces.ts'
import { noticeTexts } from './notices.ts'
import { officerWorkTexts } from './officer-work.ts'
import { officerTexts } from './officers.ts'
import { planTexts } from './plans.ts'
import { recordTexts } from './record.ts'
import { registerTexts } from './registers.ts'
import { replacementTexts } from './replacements.ts'
import { seatTexts } from './seats.ts'
import { shellTexts } from './shell.ts'
import { signOffTexts } from './sign-offs.ts'
import { taskTexts } from './tasks.ts'
import { teamTexts } from './team.ts'
import { workbenchTexts } from './workbench.ts'

export const catalogue = {
  ...kitTexts,
  ...shellTexts,
  ...accessTexts,
  ...workbenchTexts,
  ...registerTexts,
  ...officerTexts,
  ...officerWorkTexts,
  ...noticeTexts,
  ...catalogueTexts,
  ...planTexts,
  ...taskTexts,
  ...frameTexts,
  ...drawTexts,
  ...teamTexts,
  ...eligibilityTexts,
  ...matchingTexts,
  ...seatTexts,
  ...loadTexts,
  ...nonceTexts,
  ...drawPaperTexts,
  ...beaconTexts,
  ...replacementTexts,
  ...signOffTexts,
  ...explainTexts,
  ...ceremonyTexts,
  ...inspectionTexts,
  ...disclosureTexts,
  ...recordTexts,
} as const

/** Every text of the console, by noun. A line is [中文, English]; both are always there. */
import { accessTexts } from './access.ts'
import { beaconTexts } from './beacons.ts'
import { caseTexts } from './cases.ts'
import { catalogueFormTexts } from './catalogue-forms.ts'
import { catalogueTexts } from './catalogue-items.ts'
import { ceremonyTexts } from './ceremony.ts'
import { changeTexts } from './changes.ts'
import { deadlineTexts } from './deadlines.ts'
import { disclosureTexts } from './disclosure.ts'
import { dispatchTexts } from './dispatch.ts'
import { documentTexts } from './documents.ts'
import { drawPaperTexts } from './draw-papers.ts'
import { drawTexts } from './draws.ts'
import { eligibilityTexts } from './eligibility.ts'
import { explainTexts } from './explain.ts'
import { feedTexts } from './feeds.ts'
import { frameTexts } from './frame.ts'
import { importTexts } from './imports.ts'
import { inspectionTexts } from './inspections.ts'
import { jointItemTexts } from './joint-items.ts'
import { kitTexts } from './kit.ts'
import { labelTexts } from './labels.ts'
import { ledgerTexts } from './ledger.ts'
import { libraryTexts } from './libraries.ts'
import { listTexts } from './lists.ts'
import { loadTexts } from './loads.ts'
import { matchingTexts } from './matching.ts'
import { mergeTexts } from './merge.ts'
import { nonceTexts } from './nonces.ts'
import { noticeTexts } from './notices.ts'
import { officerWorkTexts } from './officer-work.ts'
import { officerTexts } from './officers.ts'
import { planPeopleTexts } from './plan-people.ts'
import { planTexts } from './plans.ts'
import { policyTexts } from './policy.ts'
import { qualityTexts } from './quality.ts'
import { recordTexts } from './record.ts'
import { recordWorkTexts } from './record-work.ts'
import { registerTexts } from './registers.ts'
import { replacementTexts } from './replacements.ts'
import { seatTexts } from './seats.ts'
import { shellTexts } from './shell.ts'
import { signOffTexts } from './sign-offs.ts'
import { signalTexts } from './signals.ts'
import { simulationTexts } from './simulation.ts'
import { taskSourceTexts } from './task-sources.ts'
import { taskTexts } from './tasks.ts'
import { teamTexts } from './team.ts'
import { workbenchTexts } from './workbench.ts'

export const catalogue = {
  ...kitTexts,
  ...shellTexts,
  ...accessTexts,
  ...workbenchTexts,
  ...changeTexts,
  ...deadlineTexts,
  ...registerTexts,
  ...importTexts,
  ...labelTexts,
  ...signalTexts,
  ...listTexts,
  ...libraryTexts,
  ...officerTexts,
  ...officerWorkTexts,
  ...noticeTexts,
  ...catalogueTexts,
  ...catalogueFormTexts,
  ...jointItemTexts,
  ...planTexts,
  ...documentTexts,
  ...planPeopleTexts,
  ...taskTexts,
  ...taskSourceTexts,
  ...dispatchTexts,
  ...feedTexts,
  ...qualityTexts,
  ...simulationTexts,
  ...mergeTexts,
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
  ...caseTexts,
  ...disclosureTexts,
  ...recordTexts,
  ...recordWorkTexts,
  ...policyTexts,
  ...ledgerTexts,
} as const

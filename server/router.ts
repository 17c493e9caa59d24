/** Where the rooms' handlers, streams and jobs come together. */
import type { AnyProcedure } from '@orpc/server'
import type { contract } from '#contract/router.ts'
import { accessHandlers } from './access/handlers.ts'
import { catalogueHandlers } from './catalogue/handlers.ts'
import { jointItemHandlers } from './catalogue/joint-handlers.ts'
import { changeHandlers } from './changes/handlers.ts'
import { changeEvidence, changeForm } from './changes/streams.ts'
import { remindJob } from './deadlines/remind-job.ts'
import { documentBatchHandlers } from './documents/batch-handlers.ts'
import { documentBatchJob } from './documents/batch-job.ts'
import { documentFilesJob, documentSealJob } from './documents/files-job.ts'
import { documentHandlers } from './documents/handlers.ts'
import { documentBatchFile, documentDraft, documentFile, templateSample } from './documents/streams.ts'
import { documentTemplateHandlers } from './documents/template-handlers.ts'
import { beaconHandlers, beaconJob } from './draws/beacon.ts'
import { bundleJob } from './draws/bundle-job.ts'
import { certificateJob } from './draws/certificate-job.ts'
import { explainHandlers } from './draws/explain.ts'
import { freezeJob } from './draws/freeze-job.ts'
import { drawHandlers } from './draws/handlers.ts'
import { replacementHandlers } from './draws/replacements.ts'
import { resultJob } from './draws/result-job.ts'
import { signOffHandlers } from './draws/sign-off.ts'
import { auditBundle, auditFile, bundle, certificate, confirmation, drawFile } from './draws/streams.ts'
import { upload } from './files/upload.ts'
import { os } from './http/os.ts'
import type { Streams } from './http/streams.ts'
import { caseHandlers } from './inspections/clues.ts'
import { followUpHandlers } from './inspections/follow-ups.ts'
import { inspectionHandlers } from './inspections/handlers.ts'
import { opinionHandlers } from './inspections/opinions.ts'
import type { AnyJob } from './jobs/job.ts'
import { ledgerHandlers } from './ledger/handlers.ts'
import { exportHandlers } from './lists/export-handlers.ts'
import { exportEndJob, exportJob } from './lists/export-job.ts'
import { exportFile } from './lists/export-stream.ts'
import { viewHandlers } from './lists/view-handlers.ts'
import { matchingHandlers } from './matching/handlers.ts'
import { seatHandlers } from './matching/seats.ts'
import { deliverJob } from './notices/deliver-job.ts'
import { noticeHandlers } from './notices/handlers.ts'
import { contributionHandlers } from './plans/contribution-handlers.ts'
import { filingHandlers as planFilingHandlers } from './plans/filing-handlers.ts'
import { planHandlers } from './plans/handlers.ts'
import { mergeHandlers } from './plans/merge-handlers.ts'
import { mergeJob } from './plans/merge-job.ts'
import { partyHandlers } from './plans/party-handlers.ts'
import { simulationHandlers } from './plans/simulate-handlers.ts'
import { simulateJob } from './plans/simulate-job.ts'
import { planTable } from './plans/table-stream.ts'
import { policyHandlers } from './policy/handlers.ts'
import { recordHandlers } from './record/handlers.ts'
import { absenceHandlers } from './registers/absence-handlers.ts'
import { annotatedImport } from './registers/annotate-stream.ts'
import { coverageHandlers } from './registers/coverage-handlers.ts'
import { feedHandlers } from './registers/feed-handlers.ts'
import { feedPullJob } from './registers/feed-pull-job.ts'
import { registerEvents } from './registers/feed-stream.ts'
import { filingFile, filingHandlers } from './registers/filing-handlers.ts'
import { groupHandlers } from './registers/group-handlers.ts'
import { registerHandlers } from './registers/handlers.ts'
import { importHandlers } from './registers/import-handlers.ts'
import { checkJob, commitJob, discardJob, undoJob } from './registers/import-jobs.ts'
import { labelBatchHandlers } from './registers/label-batch-handlers.ts'
import { labelBatchJob, labelUndoJob } from './registers/label-batch-job.ts'
import { labelHandlers } from './registers/label-handlers.ts'
import { labelObjectHandlers } from './registers/label-object-handlers.ts'
import { libraryEntryHandlers } from './registers/library-entry-handlers.ts'
import { libraryHandlers } from './registers/library-handlers.ts'
import { expiryJob, libraryEndJob } from './registers/library-job.ts'
import { officerHandlers } from './registers/officer-handlers.ts'
import { qualityFixJob } from './registers/quality-fix-job.ts'
import { qualityHandlers } from './registers/quality-handlers.ts'
import { qualityRunJob } from './registers/quality-run-job.ts'
import { riskHandlers } from './registers/risk-handlers.ts'
import { settleJob } from './registers/settle-job.ts'
import { signalHandlers } from './registers/signal-handlers.ts'
import { importTemplate } from './registers/template.ts'
import { taskHandlers } from './tasks/handlers.ts'
import { reuseHandlers } from './tasks/reuse-handlers.ts'
import { subTaskHandlers } from './tasks/sub-task-handlers.ts'
import { workbench } from './workbench/handlers.ts'

/** A procedure for each endpoint: what each takes and answers is the contract's, and its inferred type is too large to be written out. */
type Rooms = { readonly [Noun in keyof typeof contract]: { readonly [Verb in keyof (typeof contract)[Noun]]: AnyProcedure } }

/** Implements the whole contract: an endpoint without a handler does not compile. The type of every endpoint is the contract's. */
export const router: Rooms = os.router({
  access: accessHandlers,
  registers: registerHandlers,
  imports: importHandlers,
  feeds: feedHandlers,
  quality: qualityHandlers,
  officers: { ...officerHandlers, ...absenceHandlers, ...groupHandlers, ...filingHandlers },
  labels: { ...labelHandlers, ...labelObjectHandlers, ...labelBatchHandlers },
  signals: signalHandlers,
  libraries: { ...libraryHandlers, ...libraryEntryHandlers, ...coverageHandlers, ...riskHandlers },
  lists: { ...exportHandlers, ...viewHandlers },
  catalogue: catalogueHandlers,
  jointItems: jointItemHandlers,
  plans: planHandlers,
  simulation: simulationHandlers,
  merge: mergeHandlers,
  planContributions: contributionHandlers,
  planParties: partyHandlers,
  planFilings: planFilingHandlers,
  tasks: taskHandlers,
  subTasks: subTaskHandlers,
  reuses: reuseHandlers,
  draws: { ...drawHandlers, ...beaconHandlers, ...explainHandlers, ...signOffHandlers },
  replacements: replacementHandlers,
  matching: matchingHandlers,
  seats: seatHandlers,
  inspections: { ...inspectionHandlers, ...opinionHandlers },
  followUps: followUpHandlers,
  cases: caseHandlers,
  changes: changeHandlers,
  documents: { ...documentHandlers, ...documentBatchHandlers },
  documentTemplates: documentTemplateHandlers,
  notices: noticeHandlers,
  policy: policyHandlers,
  ledger: ledgerHandlers,
  record: { ...recordHandlers, workbench },
})

export const streams: Streams = {
  upload,
  planTable,
  bundle,
  drawFile,
  auditBundle,
  auditFile,
  certificate,
  confirmation,
  changeForm,
  changeEvidence,
  filingFile,
  registerEvents,
  importTemplate,
  annotatedImport,
  exportFile,
  documentFile,
  documentDraft,
  documentBatchFile,
  templateSample,
}

export const jobs: readonly AnyJob[] = [
  checkJob,
  commitJob,
  discardJob,
  undoJob,
  freezeJob,
  simulateJob,
  mergeJob,
  beaconJob,
  resultJob,
  bundleJob,
  certificateJob,
  feedPullJob,
  qualityRunJob,
  qualityFixJob,
  labelBatchJob,
  labelUndoJob,
  libraryEndJob,
  expiryJob,
  exportJob,
  exportEndJob,
  deliverJob,
  remindJob,
  settleJob,
  documentFilesJob,
  documentSealJob,
  documentBatchJob,
]

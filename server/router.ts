/** Where the rooms' handlers, streams and jobs come together. */
import { accessHandlers } from './access/handlers.ts'
import { catalogueHandlers } from './catalogue/handlers.ts'
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
import { inspectionHandlers } from './inspections/handlers.ts'
import type { AnyJob } from './jobs/job.ts'
import { matchingHandlers } from './matching/handlers.ts'
import { seatHandlers } from './matching/seats.ts'
import { noticeHandlers } from './notices/handlers.ts'
import { planHandlers } from './plans/handlers.ts'
import { recordHandlers } from './record/handlers.ts'
import { absenceHandlers } from './registers/absence-handlers.ts'
import { filingFile, filingHandlers } from './registers/filing-handlers.ts'
import { groupHandlers } from './registers/group-handlers.ts'
import { registerHandlers } from './registers/handlers.ts'
import { importJob } from './registers/import-job.ts'
import { officerHandlers } from './registers/officer-handlers.ts'
import { taskHandlers } from './tasks/handlers.ts'
import { workbench } from './workbench/handlers.ts'

/** Implements the whole contract: an endpoint without a handler does not compile. */
export const router = os.router({
  access: accessHandlers,
  registers: registerHandlers,
  officers: { ...officerHandlers, ...absenceHandlers, ...groupHandlers, ...filingHandlers },
  catalogue: catalogueHandlers,
  plans: planHandlers,
  tasks: taskHandlers,
  draws: { ...drawHandlers, ...beaconHandlers, ...explainHandlers, ...signOffHandlers },
  replacements: replacementHandlers,
  matching: matchingHandlers,
  seats: seatHandlers,
  inspections: inspectionHandlers,
  notices: noticeHandlers,
  record: { ...recordHandlers, workbench },
})

export const streams: Streams = { upload, bundle, drawFile, auditBundle, auditFile, certificate, confirmation, filingFile }

export const jobs: readonly AnyJob[] = [importJob, freezeJob, beaconJob, resultJob, bundleJob, certificateJob]

/** Where the rooms' handlers, streams and jobs come together. */
import { accessHandlers } from './access/handlers.ts'
import { catalogueHandlers } from './catalogue/handlers.ts'
import { drawHandlers } from './draws/handlers.ts'
import { freezeJob, resultJob, verifyJob } from './draws/jobs.ts'
import { bundle, drawFile } from './draws/streams.ts'
import { upload } from './files/upload.ts'
import { os } from './http/os.ts'
import type { Streams } from './http/streams.ts'
import { inspectionHandlers } from './inspections/handlers.ts'
import type { AnyJob } from './jobs/job.ts'
import { planHandlers } from './plans/handlers.ts'
import { recordHandlers } from './record/handlers.ts'
import { registerHandlers } from './registers/handlers.ts'
import { importJob } from './registers/import-job.ts'
import { taskHandlers } from './tasks/handlers.ts'
import { workbench } from './workbench/handlers.ts'

/** Implements the whole contract: an endpoint without a handler does not compile. */
export const router = os.router({
  access: accessHandlers,
  registers: registerHandlers,
  catalogue: catalogueHandlers,
  plans: planHandlers,
  tasks: taskHandlers,
  draws: drawHandlers,
  inspections: inspectionHandlers,
  record: { ...recordHandlers, workbench },
})

export const streams: Streams = { upload, bundle, drawFile }

export const jobs: readonly AnyJob[] = [importJob, freezeJob, resultJob, verifyJob]

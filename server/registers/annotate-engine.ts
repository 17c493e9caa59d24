/** A thread that writes what is wrong into a copy of a clerk's file: its heap is its own, and its work holds nobody up. */
import { workerData } from 'node:worker_threads'
import { annotateCsv } from './annotate-csv.ts'
import type { AnnotateTask } from './annotate-task.ts'
import { annotateXlsx } from './annotate-xlsx.ts'

const task = workerData as AnnotateTask // what annotate.ts starts this thread with
await (task.form === 'xlsx' ? annotateXlsx(task) : annotateCsv(task))

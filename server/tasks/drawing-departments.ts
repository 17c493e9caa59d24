/** Which departments draw officers for a task: its own and those that take part, or whoever their parts were dispatched to. */
import type { Tx } from '#db/connect.ts'
import { partsHeld } from './dispatch-store.ts'
import { type Department, departmentsOf } from './participant-store.ts'

export type DrawingDepartment = Department & {
  /** Empty for the task's own items. */
  readonly part: string
  /** Organisations below inspect, each with its own officers: those of the place itself are not drawn. */
  readonly below: boolean
  /** The organisations below are 所: an object stays with the officers of its own. */
  readonly stations: boolean
}

/** In the order of `departmentsOf`. Before the objects are known nothing is dispatched, and each department stands for itself. */
export async function drawingDepartments(tx: Tx, task: Department & { readonly id: string }): Promise<readonly DrawingDepartment[]> {
  const [departments, held] = [await departmentsOf(tx, task), await partsHeld(tx, task.id)]
  return departments.map((department, i) => {
    const part = i === 0 ? '' : department.dept
    const now = held.get(part)
    // The whole part of another department: the owner of a special library, or whom it was given to afterwards.
    const moved = now !== undefined && now.dept !== department.dept ? { dept: now.dept, orgName: now.orgName } : {}
    return { ...department, ...moved, part, below: now?.below ?? false, stations: (now?.below ?? false) && (now?.stations ?? false) }
  })
}

/** Sends our newest checkpoint to the witnesses and keeps what they sign. A witness that is down delays nothing: the log is signed and served without it. */

import { hex } from '#core/bytes.ts'
import { addCheckpointBody } from '#core/log/add-checkpoint.ts'
import { checkNote, formatNote, parseNote, parseSignatures, signatureLine } from '#core/log/note.ts'
import { consistencyPath, subtreesReadBy } from '#core/log/tree.ts'
import { type Refusal, refusal } from './refusal.ts'
import { type CheckpointRow, lastCheckpoint, readSubtrees } from './store.ts'
import type { TransparencyLog, Witness } from './transparency.ts'
import { cosignedSize, insertCosignature } from './witness-store.ts'

/** Asks every witness that has not signed the newest checkpoint; answers how many signed it now. Never throws for a witness. */
export async function gatherCosignatures({ transparency }: { readonly transparency: TransparencyLog }): Promise<number> {
  const { db, witnesses, log } = transparency
  if (!transparency.sequences || transparency.refusal() !== null || witnesses.length === 0) return 0
  const last = await lastCheckpoint(db)
  if (last === null || last.key !== transparency.signer.vkey) return 0
  const signed = await Promise.all(
    witnesses.map((witness) =>
      ask(transparency, witness, last).catch((err: unknown) => {
        log.warn({ err, witness: witness.key.name }, 'a witness did not sign; asked again later')
        return false
      }),
    ),
  )
  return signed.filter((one) => one).length
}

async function ask(transparency: TransparencyLog, witness: Witness, last: CheckpointRow): Promise<boolean> {
  const { db, now } = transparency
  const known = await cosignedSize(db, witness.vkey)
  if (known >= last.size) return false
  let answer = await send(transparency, witness, last, known)
  const size = answer.status === 409 ? Number(/^(\d{1,15})\n$/.exec(answer.body)?.[1] ?? Number.NaN) : known
  // Another size: our row of its last signature was not written, or a log of this name signed beyond us.
  if (size > last.size)
    return stop(transparency, witness, 'witness_ahead', `has signed ${size} entries of this log and the database has ${last.size}`)
  if (answer.status === 409 && !Number.isNaN(size)) answer = await send(transparency, witness, last, size)
  if (answer.status === 422 || (answer.status === 409 && size === last.size))
    return stop(transparency, witness, 'witness_differs', `has signed ${size} entries that are not those of the database`)
  if (answer.status !== 200) throw new Error(`the witness answered ${answer.status}`)
  const line = lineOf(last.note, witness, answer.body)
  if (line === null) throw new Error('the witness answered 200 without its signature')
  await insertCosignature(db, { size: last.size, witness: witness.vkey, line, at: now() })
  return true
}

/** A witness is somebody whom the operator has chosen, and a backup that was put back is likelier than a witness that lies: better no signature than a second tree. */
function stop(transparency: TransparencyLog, { key }: Witness, why: Refusal['why'], what: string): false {
  const how = 'Restore the newer database; if it is the witness that errs, take it out of MINGJIAN_WITNESSES and start again'
  transparency.refuse(refusal(why, `the witness ${key.name} ${what}. ${how}`))
  return false
}

async function send({ db }: TransparencyLog, { addCheckpoint }: Witness, last: CheckpointRow, known: number) {
  const read = await readSubtrees(
    db,
    subtreesReadBy((reader) => consistencyPath(reader, known, last.size)),
  )
  return addCheckpoint(addCheckpointBody(known, consistencyPath(read, known, last.size), last.note))
}

/** The line of the witness among those answered; lines of keys we do not know are ignored. */
function lineOf(note: string, { key }: Witness, body: string): string | null {
  const text = parseNote(note)?.text
  const line = parseSignatures(body)?.find(({ name, id }) => name === key.name && hex(id) === hex(key.id))
  if (text === undefined || line === undefined) return null
  const signed = signatureLine(line, line.signature)
  const whole = parseNote(formatNote(text, [signed]))
  return whole !== null && checkNote(whole, key) === 'valid' ? signed : null
}

/** The checks of the public value in the seed: it is the one that counts, and its source made it (draw protocol §4). */
import { type BeaconRefused, checkBeaconDue, checkBeaconGenuine } from './beacon.ts'
import { failed, held, notChecked, type Outcome } from './verification.ts'
import type { Evidence } from './verify-evidence.ts'

export const beaconChecks = {
  beacon: ({ bundle, options }: Evidence): Outcome => {
    const { beacon } = bundle.commit
    const value = bundle.result.beaconValue
    if (value === null) return beacon === null ? notChecked('no_beacon') : failed('a beacon value', 'none')
    const due = checkBeaconDue(beacon, value, options.chains ?? [])
    if (due.ok) return held(due.value.kind === 'drand' ? String(due.value.round) : `${due.value.what} ${due.value.at}`)
    return refusal(due.failure)
  },
  beacon_value: ({ bundle, options }: Evidence): Outcome => {
    const { beacon } = bundle.commit
    const value = bundle.result.beaconValue
    if (beacon === null || value === null) return notChecked(beacon === null ? 'no_beacon' : 'needs_other')
    const genuine = checkBeaconGenuine(beacon, value, options.chains ?? [])
    if (!genuine.ok) return refusal(genuine.failure)
    return value.kind === 'drand' ? held(value.signature) : notChecked('announced_value')
  },
} as const

function refusal(failure: BeaconRefused): Outcome {
  switch (failure.type) {
    case 'beacon_chain_unknown':
      return notChecked('chain_unknown')
    case 'beacon_not_due':
      return failed(failure.due, failure.given)
    case 'beacon_none_left':
      return failed('no result: nothing announced comes after the last reveal', failure.revealedAt)
    case 'beacon_not_expected':
      return failed('no beacon value', 'a beacon value')
    case 'beacon_of_other_kind':
      return failed('a value of the committed kind', 'another kind')
    case 'beacon_signature_wrong':
      return failed(`the signature of round ${failure.round}`, 'another')
    case 'beacon_value_invalid':
      return failed('groups of 0-9A-Z', 'another form')
  }
}

/** The nonce of the signed-in person for one draw, as this browser holds it. */
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Draw } from '#contract/draws.ts'
import { meQuery } from '#web/api/session.ts'
import { forgetNonce, type HeldNonce, heldNonce, type NonceOwner } from './nonce.ts'

export type MyNonceState =
  /** Not a party of this draw, or nothing left to keep: the nonce is public, or the draw is over. */
  | { readonly at: 'nothing' }
  /** To be sealed. `held` was made earlier and its commitment not sent, as far as the server knows. */
  | { readonly at: 'to_pledge'; readonly owner: NonceOwner; readonly held: HeldNonce | null; readonly sealed: null }
  /** Sealed, and kept here. */
  | { readonly at: 'here'; readonly owner: NonceOwner; readonly held: HeldNonce; readonly sealed: string }
  /** Sealed, but not from this browser (or it was cleared since). */
  | { readonly at: 'away'; readonly owner: NonceOwner; readonly held: null; readonly sealed: string }

export function useMyNonce(draw: Draw): { readonly state: MyNonceState; readonly account: string; readonly reread: () => void } {
  const { data: me } = useQuery(meQuery)
  const [, setRead] = useState(0)
  const reread = (): void => setRead((before) => before + 1)
  const state = me === undefined || me === null ? { at: 'nothing' as const } : stateOf(draw, me.id)
  const mine = draw.parties.find(({ party }) => party === draw.myParty)
  const revealed = mine?.nonce ?? null
  const owner = me === undefined || me === null || mine === undefined ? null : { accountId: me.id, drawId: draw.id, party: mine.party }

  // Storage is outside React. Only the very nonce that is public by now is forgotten, and never one that differs from it.
  useEffect(() => {
    if (owner !== null && revealed !== null && heldNonce(owner)?.nonce === revealed) forgetNonce(owner)
  }, [owner, revealed])

  return { state, account: me?.username ?? '', reread }
}

function stateOf(draw: Draw, accountId: string): MyNonceState {
  const mine = draw.parties.find(({ party }) => party === draw.myParty)
  if (mine === undefined || mine.nonce !== null || (draw.state !== 'frozen' && draw.state !== 'committed')) return { at: 'nothing' }
  const owner = { accountId, drawId: draw.id, party: mine.party }
  const held = heldNonce(owner)
  if (mine.commitment === null) return { at: 'to_pledge', owner, held, sealed: null }
  return held?.commitment === mine.commitment
    ? { at: 'here', owner, held, sealed: mine.commitment }
    : { at: 'away', owner, held: null, sealed: mine.commitment }
}

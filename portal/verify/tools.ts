/** What the public verifies with, ready to be sent: the page's script, the page as one file, the program, each named by what is in it. */
import { createHash } from 'node:crypto'
import type { BuiltVerifier } from '../ask.ts'

/** `integrity` as a `<script>` element takes it. */
export type Script = { readonly path: string; readonly body: string; readonly integrity: string }

export type VerifyTools = {
  readonly script: Script
  /** `sha256`: shown beside the link, so that a copy from elsewhere can be compared. */
  readonly program: { readonly body: Uint8Array<ArrayBuffer>; readonly sha256: string }
}

export function makeVerifyTools({ script, program }: BuiltVerifier): VerifyTools {
  const body = new TextEncoder().encode(program)
  return {
    script: {
      path: `/assets/verify-${sha256(script, 'hex').slice(0, 12)}.js`,
      body: script,
      integrity: `sha256-${sha256(script, 'base64')}`,
    },
    program: { body, sha256: sha256(program, 'hex') },
  }
}

export const sha256 = (text: string, form: 'hex' | 'base64'): string => createHash('sha256').update(text).digest(form)

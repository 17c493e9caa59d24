/** What a page is given and what it gives back. */
import type { Readable } from 'node:stream'
import type { Db } from '#db/connect.ts'
import type { DrawFiles } from './draws/draw-files.ts'
import type { Page } from './page.ts'
import type { VerifyTools } from './verify/tools.ts'
import type { View } from './view.ts'

export type PortalDeps = {
  /** Over the pool of role mingjian_portal. */
  readonly db: Db
  /** Stored bytes by their SHA-256, or null: bundles and pool files. */
  readonly openFile: (sha256: string) => FileStream | null | Promise<FileStream | null>
  readonly now: () => Date
  readonly siteName: string
  /** `https://…` without a slash at the end. */
  readonly origin: string
  readonly demo: boolean
  /** What the public verifies with; absent when it was not built. */
  readonly verifier?: BuiltVerifier | null
  /** The published key of the transparency log, a C2SP vkey line. */
  readonly logKey?: () => Promise<string | null>
  /** Told of every unexpected error; the reader gets a page without details. */
  readonly onError?: (error: unknown) => void
}

/** The script of the verification page and the program for the command line, each one file without imports. */
export type BuiltVerifier = { readonly script: string; readonly program: string }

export type FileStream = ReadableStream<Uint8Array> | Readable

/** One request, as the pages see it. `param` is a part of the path, already checked to be short text without control characters. */
export type Ask = {
  readonly deps: PortalDeps
  readonly view: View
  readonly drawFiles: DrawFiles
  readonly tools: VerifyTools | null
  readonly param: (name: string) => string
  readonly query: (name: string) => string | undefined
}

export type Handler = (ask: Ask) => Page | Response | Promise<Page | Response>

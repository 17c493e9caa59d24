/** Opens a hash kernel: the WebAssembly module of one suite with its memory. What is the same everywhere is in the module, so core needs no Node and no DOM. */
import { bufferBytes } from './kernel-layout.ts'
import type { Midstate } from './suite.ts'

/** A kernel and views of its memory. Whoever calls it has it to itself until the call returns: nothing here waits. */
export type Kernel = {
  readonly heads: (input: number, output: number, groups: number) => void
  readonly tickets: (input: number, output: number, groups: number) => void
  readonly nodes: (input: number, output: number, groups: number, prefix: number) => void
  readonly members: (groups: number, length: number, subjectAt: number, saltBlocks: number, idBlocks: number) => void
  readonly bytes: () => Uint8Array
  readonly words: () => Uint32Array
  /** The words of a state to one of the places that `layout` names. */
  readonly putState: (place: number, state: Midstate) => void
  /** Makes the memory at least this long. */
  readonly reserve: (bytes: number) => void
}

/** The little of the WebAssembly interface that is needed; absent in old browsers and under a content policy without `wasm-unsafe-eval`. */
export type WasmEngine = {
  readonly Module: new (code: Uint8Array) => object
  readonly Instance: new (module: object) => { readonly exports: object }
}
declare const WebAssembly: WasmEngine | undefined

/** Compiles and instantiates; null where there is no WebAssembly, no SIMD, or no permission to compile (7 KB, at once). */
export function openKernel(code: Uint8Array, engine: WasmEngine | undefined = hostEngine()): Kernel | null {
  if (engine === undefined) return null
  try {
    return kernelOf(new engine.Instance(new engine.Module(code)).exports as Exports) // as bin/kernels/kernel-wat.ts exports it; the self-test holds it to that
  } catch {
    return null
  }
}

const hostEngine = (): WasmEngine | undefined => (typeof WebAssembly === 'undefined' ? undefined : WebAssembly)

type Exports = Pick<Kernel, 'heads' | 'tickets' | 'nodes' | 'members'> & {
  readonly memory: { readonly buffer: ArrayBuffer; readonly grow: (pages: number) => number }
}

function kernelOf({ heads, tickets, nodes, members, memory }: Exports): Kernel {
  let bytes = new Uint8Array(memory.buffer)
  let words = new Uint32Array(memory.buffer)
  return {
    heads,
    tickets,
    nodes,
    members,
    bytes: () => bytes,
    words: () => words,
    putState: (place, { words: state }) => words.set(state, place / 4),
    reserve: (length) => {
      if (length <= bytes.length) return
      memory.grow(Math.ceil((length - bytes.length) / 65_536))
      bytes = new Uint8Array(memory.buffer)
      words = new Uint32Array(memory.buffer)
    },
  }
}

/** Groups of four that hold `size` messages; what fills the last group is computed and not looked at. */
export const groupsOf = (size: number): number => (size + 3) >>> 2

/** Leaves that fit the buffers at once, a power of two. */
export const leavesAtOnce = bufferBytes / 32

/** Where the hash kernels find their messages in their memory: shared by the text they are assembled from (bin/kernels) and by who calls them. */

/** Addresses in bytes. The first page is scratch of the kernel; buffers of the caller follow. */
export const layout = {
  /** The message schedule of four messages side by side, 16 bytes a word: 64 words of SHA-256, 68 of SM3. */
  schedule: 0,
  /** Eight words of state of four messages. */
  state: 1152,
  /** 64 round constants of four bytes, little-endian as WebAssembly reads them. */
  constants: 1536,
  /** States of eight words each: before any byte, after D ‖ seed, and after the two key blocks of HMAC. */
  initial: 1792,
  ticket: 1824,
  inner: 1856,
  outer: 1888,
  /** idCom ‖ stratumCom of four members. The byte before each message is overwritten by its prefix after loading, so it must be readable. */
  pairs: 2064,
  /** The padded messages of four members, a lane each: of the two salts, of idCom, of stratumCom. */
  saltMessages: 4096,
  idMessages: 8192,
  stratumMessages: 12_288,
  /** What the caller writes and reads. */
  input: 65_536,
  output: 327_680,
  /** Addresses of subjects, then addresses of stratum tails, four bytes each. */
  lists: 589_824,
  /** For each stratum the second half of its message: LP(id), padding and length, 32 bytes. */
  tails: 655_360,
} as const

/** Bytes of one lane of `saltMessages` and `idMessages`. */
export const laneBytes = 1024
/** Bytes of `input` and of `output`. */
export const bufferBytes = 262_144
/** Members in one call: their leaves and identity commitments fill `output`. */
export const mostAtOnce = 4096
/** Pages of 64 KiB that a kernel starts with; it grows for more than two thousand strata. */
export const firstPages = 11

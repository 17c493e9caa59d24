/** The text of a kernel: what both hash functions share, around the compression function of one. */
import { firstPages, laneBytes, layout, mostAtOnce } from '#core/hash/kernel-layout.ts'
import { dataWords, int, load, local, locals, or, set, shiftLeft, splat, store, word } from './wat.ts'

export type CompressionWat = {
  readonly initial: Iterable<number>
  /** 64 words. */
  readonly constants: Iterable<number>
  /** Compresses four blocks of 16 words in the schedule into the state. */
  readonly body: string
}

const { schedule, state, constants, initial, ticket, inner, outer, pairs, saltMessages, idMessages, stratumMessages } = layout
const lanes = [0, 1, 2, 3] as const
const eight = [0, 1, 2, 3, 4, 5, 6, 7] as const

/**
 * A module with four exports; all work on groups of four messages.
 * `heads(in, out, groups)`: the first 32 bits of H(D ‖ seed ‖ leaf) of packed leaves, as four numbers a group.
 * `tickets(in, out, groups)`: the same, whole. `nodes(in, out, groups, prefix)`: H(prefix ‖ 64 bytes); `out` may be `in`.
 * `members(groups, length, saltBlocks, idBlocks)`: leaves and identity commitments of members whose subjects have `length` bytes.
 */
export const kernelWat = ({ initial: iv, constants: k, body }: CompressionWat): string => `(module
(memory (export "memory") ${firstPages})
(data (i32.const ${constants}) "${dataWords(k)}")
(data (i32.const ${initial}) "${dataWords(iv)}")

(func $compress ${body})

;; All four lanes begin from the same eight words.
(func $start (param $from i32)
  ${eight.map((i) => store(int(state), i * 16, splat(local('from'), i * 4))).join('\n  ')})

;; Big-endian words of four messages into the schedule, four words at a time: read as rows, written as columns.
(func $load (param $in i32) (param $stride i32) (param $until i32) (local $to i32) ${locals(['r0', 'r1', 'r2', 'r3', 'q0', 'q1', 'q2', 'q3'])}
  (loop $column
    ${lanes.map((k) => set(`r${k}`, turnBytes(load(strided(k), 0)))).join('\n    ')}
    ${transpose.join('\n    ')}
    ${columns.map((value, k) => store(local('to'), schedule + k * 16, value)).join('\n    ')}
    ${set('in', `(i32.add ${local('in')} (i32.const 16))`)}
    (br_if $column (i32.lt_u (local.tee $to (i32.add ${local('to')} (i32.const 64))) ${local('until')}))))

;; The state as four digests of 32 bytes.
(func $save (param $out i32) (param $stride i32) ${locals(['r0', 'r1', 'r2', 'r3', 'q0', 'q1', 'q2', 'q3'])}
  ${[0, 4]
    .flatMap((half) => [
      ...lanes.map((k) => set(`r${k}`, load(int(state), (half + k) * 16))),
      ...transpose,
      ...columns.map((value, k) => store(strided(k, 'out'), half * 4, turnBytes(value))),
    ])
    .join('\n  ')})

;; The state becomes a message of 32 bytes after one block of 64: 96 bytes, 768 bits. Words 9 to 14 are zero.
(func $after64 (param $from i32)
  ${eight.map((i) => store(int(schedule), i * 16, load(int(state), i * 16))).join('\n  ')}
  (call $tail32 (i32.const 768))
  (call $start ${local('from')})
  (call $compress))

(func $tail32 (param $bits i32)
  ${store(int(schedule), 8 * 16, word(0x80000000))}
  ${[9, 10, 11, 12, 13, 14].map((i) => store(int(schedule), i * 16, word(0))).join('\n  ')}
  ${store(int(schedule), 15 * 16, `(i32x4.splat ${local('bits')})`)})

;; H(prefix ‖ 64 bytes): block one is loaded from one byte before, block two holds the last byte.
(func $pair (param $in i32) (param $prefix i32) (local $last v128)
  (call $load (i32.sub ${local('in')} (i32.const 1)) (i32.const 64) (i32.const 256))
  ${store(int(schedule), 0, or(`(v128.and ${load(int(schedule), 0)} ${word(0x00ffffff)})`, `(i32x4.splat (i32.shl ${local('prefix')} (i32.const 24)))`))}
  (call $start (i32.const ${initial}))
  (call $compress)
  ${set('last', `(i32x4.splat (i32.load8_u offset=63 ${local('in')}))`)}
  ${lanes
    .slice(1)
    .map((k) => set('last', `(i32x4.replace_lane ${k} ${local('last')} (i32.load8_u offset=${63 + k * 64} ${local('in')}))`))
    .join('\n  ')}
  (call $tail32 (i32.const 520))
  ${store(int(schedule), 8 * 16, word(0))}
  ${[1, 2, 3, 4, 5, 6, 7].map((i) => store(int(schedule), i * 16, word(0))).join('\n  ')}
  ${store(int(schedule), 0, or(shiftLeft(local('last'), 24), word(0x00800000)))}
  (call $compress))

;; Whole padded messages, one lane each.
(func $hash (param $in i32) (param $stride i32) (param $blocks i32)
  (loop $block
    (call $load ${local('in')} ${local('stride')} (i32.const 256))
    (call $compress)
    ${set('in', `(i32.add ${local('in')} (i32.const 64))`)}
    (br_if $block (local.tee $blocks (i32.sub ${local('blocks')} (i32.const 1))))))

;; A subject into its place: eight bytes at a time, the last eight counted from the end; shorter ones byte by byte.
(func $copy (param $from i32) (param $to i32) (param $length i32) (local $i i32)
  (if (i32.lt_u ${local('length')} (i32.const 8))
    (then
      (block $done (loop $byte
        (br_if $done (i32.ge_u ${local('i')} ${local('length')}))
        (i32.store8 (i32.add ${local('to')} ${local('i')}) (i32.load8_u (i32.add ${local('from')} ${local('i')})))
        ${set('i', `(i32.add ${local('i')} (i32.const 1))`)}
        (br $byte))))
    (else
      ${set('length', `(i32.sub ${local('length')} (i32.const 8))`)}
      (block $rest (loop $eight
        (br_if $rest (i32.ge_u ${local('i')} ${local('length')}))
        (i64.store (i32.add ${local('to')} ${local('i')}) (i64.load (i32.add ${local('from')} ${local('i')})))
        ${set('i', `(i32.add ${local('i')} (i32.const 8))`)}
        (br $eight)))
      (i64.store (i32.add ${local('to')} ${local('length')}) (i64.load (i32.add ${local('from')} ${local('length')}))))))

;; HMAC(K, LP(label) ‖ LP(drawId) ‖ LP(subject)) into the first half of messages.
(func $salt (param $label i32) (param $blocks i32) (param $out i32) (param $stride i32)
  ${lanes.map((k) => `(i32.store8 offset=${saltMessages + k * laneBytes + 4} (i32.const 0) ${local('label')})`).join('\n  ')}
  (call $start (i32.const ${inner}))
  (call $hash (i32.const ${saltMessages}) (i32.const ${laneBytes}) ${local('blocks')})
  (call $after64 (i32.const ${outer}))
  (call $save ${local('out')} ${local('stride')}))

(func (export "members") (param $groups i32) (param $length i32) (param $subjectAt i32) (param $saltBlocks i32) (param $idBlocks i32)
  (local $list i32) (local $out i32) (local $subject i32) (local $tail i32)
  ${set('list', int(layout.lists))}
  ${set('out', int(layout.output))}
  (block $end (loop $group
    (br_if $end (i32.eqz ${local('groups')}))
    ${lanes.map(member).join('\n    ')}
    (call $salt (i32.const 0x61) ${local('saltBlocks')} (i32.const ${idMessages}) (i32.const ${laneBytes}))
    (call $start (i32.const ${initial}))
    (call $hash (i32.const ${idMessages}) (i32.const ${laneBytes}) ${local('idBlocks')})
    (call $save (i32.const ${pairs}) (i32.const 64))
    (call $save (i32.add ${local('out')} (i32.const ${mostAtOnce * 32})) (i32.const 32))
    (call $salt (i32.const 0x62) ${local('saltBlocks')} (i32.const ${stratumMessages}) (i32.const 64))
    (call $start (i32.const ${initial}))
    (call $hash (i32.const ${stratumMessages}) (i32.const 64) (i32.const 1))
    (call $save (i32.const ${pairs + 32}) (i32.const 64))
    (call $pair (i32.const ${pairs}) (i32.const 0))
    (call $save ${local('out')} (i32.const 32))
    ${set('list', `(i32.add ${local('list')} (i32.const 16))`)}
    ${set('out', `(i32.add ${local('out')} (i32.const 128))`)}
    ${set('groups', `(i32.sub ${local('groups')} (i32.const 1))`)}
    (br $group))))

${overGroups('heads', '(param $in i32) (param $out i32) (param $groups i32)', 128, 16, [
  ...leafTicket(),
  store(local('out'), 0, load(int(state), 0)),
])}
${overGroups('tickets', '(param $in i32) (param $out i32) (param $groups i32)', 128, 128, [
  ...leafTicket(),
  `(call $save ${local('out')} (i32.const 32))`,
])}
${overGroups('nodes', '(param $in i32) (param $out i32) (param $groups i32) (param $prefix i32)', 256, 128, [
  `(call $pair ${local('in')} ${local('prefix')})`,
  `(call $save ${local('out')} (i32.const 32))`,
])}
)
`

/** One member of a group: its subject into both messages that hold it, the tail of its stratum into the third. */
function member(k: number): string {
  const tail = (half: number): string => store(int(stratumMessages + k * 64 + 32), half, load(local('tail'), half))
  return [
    set('subject', `(i32.load offset=${k * 4} ${local('list')})`),
    `(call $copy ${local('subject')} (i32.add ${local('subjectAt')} (i32.const ${saltMessages + k * laneBytes})) ${local('length')})`,
    `(call $copy ${local('subject')} (i32.const ${idMessages + k * laneBytes + 36}) ${local('length')})`,
    set('tail', `(i32.load offset=${mostAtOnce * 4 + k * 4} ${local('list')})`),
    tail(0),
    tail(16),
  ].join('\n    ')
}

/** A ticket is one compression: the 32 bytes of a leaf after the block D ‖ seed. */
function leafTicket(): readonly string[] {
  return [
    `(call $load ${local('in')} (i32.const 32) (i32.const 128))`,
    '(call $tail32 (i32.const 768))',
    `(call $start (i32.const ${ticket}))`,
    '(call $compress)',
  ]
}

function overGroups(name: string, parameters: string, inStep: number, outStep: number, body: readonly string[]): string {
  return `(func (export "${name}") ${parameters}
  (block $end (loop $group
    (br_if $end (i32.eqz ${local('groups')}))
    ${body.join('\n    ')}
    ${set('in', `(i32.add ${local('in')} (i32.const ${inStep}))`)}
    ${set('out', `(i32.add ${local('out')} (i32.const ${outStep}))`)}
    ${set('groups', `(i32.sub ${local('groups')} (i32.const 1))`)}
    (br $group))))`
}

function strided(k: number, base = 'in'): string {
  if (k === 0) return local(base)
  return `(i32.add ${local(base)} ${k === 1 ? local('stride') : `(i32.mul ${local('stride')} (i32.const ${k}))`})`
}

/** r0 … r3 hold a row each; after these four, `columns` are the columns. */
const transpose: readonly string[] = [
  set('q0', words([0, 4, 1, 5], 'r0', 'r1')),
  set('q1', words([2, 6, 3, 7], 'r0', 'r1')),
  set('q2', words([0, 4, 1, 5], 'r2', 'r3')),
  set('q3', words([2, 6, 3, 7], 'r2', 'r3')),
]
const columns: readonly string[] = [
  words([0, 1, 4, 5], 'q0', 'q2'),
  words([2, 3, 6, 7], 'q0', 'q2'),
  words([0, 1, 4, 5], 'q1', 'q3'),
  words([2, 3, 6, 7], 'q1', 'q3'),
]

/** Four words out of the eight of two locals. */
function words(choice: readonly number[], a: string, b: string): string {
  return `(i8x16.shuffle ${choice.flatMap((i) => [4 * i, 4 * i + 1, 4 * i + 2, 4 * i + 3]).join(' ')} ${local(a)} ${local(b)})`
}

/** Between the big-endian words of the hash functions and the little-endian ones of WebAssembly. */
function turnBytes(value: string): string {
  return `(i8x16.swizzle ${value} (v128.const i8x16 3 2 1 0 7 6 5 4 11 10 9 8 15 14 13 12))`
}

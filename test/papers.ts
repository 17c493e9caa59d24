/** Facts of made-up draws for the tests of the papers; the names are invented. */
import { createHash } from 'node:crypto'
import type { CertificateData } from '#server/draws/certificate.ts'
import type { ConfirmationData, DrawnFacts } from '#server/draws/confirmation.ts'

export const fingerprint = (of: string): string => createHash('sha256').update(of).digest('hex')

/** A closed draw of objects in mode open, with a drand beacon. */
export const closedDraw: CertificateData = {
  drawId: '620102202600012026-O-1',
  kind: 'O',
  state: 'closed',
  suite: 'sm3',
  issuer: '岚江市城关区市场监督管理局',
  task: { no: '620102202600012026', name: '2026年食品经营单位随机抽查' },
  plan: { no: '62010220260001', name: '2026年度抽查计划' },
  frame: {
    mode: 'open',
    strata: [
      { name: '企业', n: 31_284, ratePpm: 30_000, rounding: 'half-up', target: 939 },
      { name: '个体工商户', n: 88_120, ratePpm: 12_500, rounding: 'max1', target: 1102 },
      { name: '农民专业合作社', n: 402, ratePpm: null, rounding: null, target: 20 },
    ],
  },
  registerCount: 145_210,
  excluded: [
    { reason: 'deregistered', count: 21_004 },
    { reason: 'drawn_this_year', count: 1300 },
    { reason: 'not_in_scope', count: 3100 },
  ],
  poolSize: 119_806,
  poolRoot: fingerprint('pool'),
  keyCommit: fingerprint('key'),
  commitHash: fingerprint('commit'),
  seed: fingerprint('seed'),
  selectedCount: 2061,
  selectedRoot: fingerprint('selected'),
  resultHash: fingerprint('result'),
  snapshotAt: '2026-06-05T00:40:00.000Z',
  committedAt: '2026-06-05T01:02:03.000Z',
  revealBy: '2026-06-05T09:00:00.000Z',
  resultAt: '2026-06-05T02:10:00.000Z',
  closedAt: '2026-06-05T03:00:00.000Z',
  parties: ['organiser', 'supervisor', 'system'].map((party, i) => ({
    party,
    commitment: fingerprint(`commitment ${party}`),
    nonce: fingerprint(`nonce ${party}`),
    by: ['王敏', '李建国', '系统'][i] ?? null,
    at: `2026-06-05T01:3${i}:00.000Z`,
  })),
  beacon: {
    kind: 'drand',
    chain: fingerprint('chain'),
    round: 28_876_543,
    at: '2026-06-05T02:00:00.000Z',
    value: { round: 28_876_543, signature: fingerprint('beacon') + fingerprint('beacon').slice(0, 32) },
  },
  log: {
    origin: 'log.example.gov.cn/mingjian',
    size: 10_293,
    root: fingerprint('log'),
    positions: [
      { entry: 'commit', party: null, index: 10_277 },
      { entry: 'reveal', party: 'supervisor', index: 10_281 },
      { entry: 'result', party: null, index: 10_290 },
      { entry: 'close', party: null, index: null },
    ],
  },
  voided: null,
  replacement: null,
  matching: null,
  seats: null,
  appointments: [],
  supersedes: null,
  software: 'mingjian 0.1.0',
  verification: { verdict: 'held', ok: 24, notChecked: 1, failed: 0, at: '2026-06-05T02:11:00.000Z' },
  publicUrl: 'https://ssj.example.gov.cn',
  asOf: '2026-06-05T03:00:00.000Z',
}

/** Drawn objects in ticket order; their codes do not ascend with it. */
export const drawnRows = (n: number): readonly DrawnFacts[] =>
  Array.from({ length: n }, (_, i) => ({
    order: i + 1,
    subject: `91620102MA7${String(((i + 1) * 611_953) % 1_000_003).padStart(7, '0')}`,
    name: `岚江市第${i + 1}餐饮有限公司`,
    region: '岚江市城关区',
    officers: [],
  }))

/** The same draw as a confirmation: the organiser signed in the console, one witness on paper. */
export const confirmationOf = (rows: readonly DrawnFacts[]): ConfirmationData => ({
  ...closedDraw,
  place: null,
  heldFrom: closedDraw.committedAt,
  heldTo: closedDraw.resultAt,
  signOffs: [
    {
      duty: 'witness',
      name: '赵一凡',
      unit: '城关区人大代表',
      opinion: '全程在场，无异议。',
      recordedBy: '王敏',
      at: '2026-06-05T02:40:00.000Z',
    },
    {
      duty: 'organiser',
      name: '王敏',
      unit: closedDraw.issuer,
      opinion: '过程规范，同意。',
      recordedBy: null,
      at: '2026-06-05T02:30:00.000Z',
    },
  ],
  drawn: { rows },
})

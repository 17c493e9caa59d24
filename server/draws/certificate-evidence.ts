/** The technical half of the certificate: fingerprints, beacon, matching, log and verdict as the template lays them out. */
import { leastLoaded, type MatchingCommit } from '#core/draws/documents.ts'
import { seatReasons } from '#core/draws/reasons.ts'
import type { Scope } from '#core/matching/facts.ts'
import type { Json } from '#server/documents/printable.ts'
import type { CertificateData, LogPosition } from './certificate.ts'
import { type BeaconFacts, count, partyName, when } from './paper-words.ts'

export function hashesOf(data: CertificateData): Json {
  const rows: readonly (readonly [string, string, string | null])[] = [
    ['名单指纹', 'poolRoot', data.poolRoot],
    ['名单密钥承诺', 'keyCommit', data.keyCommit],
    ['承诺指纹', 'commitHash', data.commitHash],
    ['种子', 'seed', data.seed],
    ['抽中名单指纹', 'selectedRoot', data.selectedRoot],
    ['结果指纹', 'resultHash', data.resultHash],
  ]
  return rows.flatMap(([zh, en, value]) => (value === null ? [] : [[zh, en, value]]))
}

export function beaconOf(beacon: BeaconFacts | null): Json {
  if (beacon === null) return null
  if (beacon.kind === 'drand')
    return {
      facts: [
        ['来源', 'drand 公开信标（由其签名离线核验）'],
        [
          '轮次',
          `第 ${count(beacon.value?.round ?? beacon.round)} 轮，${beacon.at === null ? '时间按该链规则推算' : `${when(beacon.at)} 产生`}`,
        ],
        ...(beacon.value === null ? [['取值', '尚未公布']] : []),
      ],
      hashes: [['公开信标链', 'chain', beacon.chain], ...(beacon.value === null ? [] : [['签名', 'signature', beacon.value.signature]])],
    }
  return {
    facts: [
      ['来源', beacon.value?.what ?? beacon.what],
      ['公布时间', when(beacon.value?.at ?? beacon.at)],
      ['取值', beacon.value?.value ?? '尚未公布'],
    ],
    hashes: [],
  }
}

export function matchingOf({ matching, seats }: CertificateData): Json {
  if (matching === null) return null
  const { objectDraw, objectsRoot, objectCount, teamSize, rules } = matching
  return {
    facts: [
      ['对象抽取', objectDraw],
      ...(seats === null
        ? []
        : [
            ['人员抽取', seats.officerDraw],
            ['更换席位', `${count(seats.count)} 个，因${seatReasons[seats.reason].zh}`],
          ]),
      ['对象数', count(objectCount)],
      ['每组人数', count(teamSize)],
      ...settingsOf(matching),
      ['匹配规则', rules.join('，')],
    ],
    hashes: [['对象名单指纹', 'objectsRoot', objectsRoot], ...digestsOf(matching)],
  }
}

const digestsOf = (matching: MatchingCommit): readonly (readonly string[])[] =>
  matching.algorithm === leastLoaded
    ? [['可派关系指纹', 'edgesDigest', matching.edgesDigest]]
    : [
        ['资格依据指纹', 'factsDigest', matching.factsDigest],
        ['人员名单指纹', 'unitsDigest', matching.unitsDigest],
        ['配对概率指纹', 'rowsDigest', matching.rowsDigest],
      ]

function settingsOf(matching: MatchingCommit): readonly (readonly string[])[] {
  if (matching.algorithm === leastLoaded) return []
  const { unit, scope, reach, least, widened, belowLeast, capLifted, mostPerOfficer } = matching
  const wider = widened.map(([to, n]) => `${scopeNames[to]} ${count(n)} 户`)
  return [
    ['抽取单位', unit === 'group' ? '检查小组' : '个人'],
    ['人员范围', `${scopeNames[scope]}，必要时放宽至${scopeNames[reach]}${wider.length === 0 ? '（未放宽）' : `：${wider.join('，')}`}`],
    [
      '每户可选人数',
      `不少于 ${count(least)}${belowLeast === 0 ? '' : `；不足的 ${count(belowLeast)} 户`}${capLifted === 0 ? '' : `；概率上限放宽的 ${count(capLifted)} 户`}`,
    ],
    ...(mostPerOfficer === null ? [] : [['每人最多', `${count(mostPerOfficer)} 户`]]),
  ]
}

const scopeNames: Readonly<Record<Scope, string>> = {
  station: '单一所',
  stations: '若干所',
  office_and_stations: '局机关与所',
  bureau: '全局',
  cross_region: '跨区域',
}

/** Nothing is done by hand without being said here. */
export const appointmentsOf = ({ appointments }: CertificateData): Json =>
  appointments.map(({ objects, reason, at }) => `${when(at)} 经批准人工指定 1 人检查 ${count(objects)} 户，因${seatReasons[reason].zh}`)

export function logOf({ log }: CertificateData): Json {
  if (log === null) return null
  const place = ({ entry, party, index }: LogPosition): string =>
    `${entryNames[entry]}${party === null ? '' : `（${partyName(party)}）`} ${index === null ? '待收录' : `#${index}`}`
  return {
    facts: [
      ['日志', log.origin],
      ['检查点', `共 ${count(log.size)} 条记录`],
    ],
    positions: log.positions.map(place),
    hashes: [['检查点根', 'checkpoint root', log.root]],
  }
}

const entryNames: Readonly<Record<LogPosition['entry'], string>> = {
  replace_request: '更换申请',
  seat_request: '人员更换申请',
  commit: '承诺',
  reveal: '揭示',
  result: '结果',
  close: '归档',
  void: '作废',
}

export function verdictOf({ verification, state }: CertificateData): string {
  if (verification === null)
    return state === 'void' ? '本次抽取作废，没有结果可供核验。' : '尚无结果，未作核验。各方揭示并产生结果后，由核验程序逐项复算。'
  const { verdict, ok, notChecked, failed, at } = verification
  const sum = `共 ${count(ok + notChecked + failed)} 项：通过 ${count(ok)} 项，无法核验 ${count(notChecked)} 项，不符 ${count(failed)} 项（${when(at)}）。`
  return verdict === 'held' ? `核验通过。${sum}` : `核验不通过。${sum}请勿据此开展检查。`
}

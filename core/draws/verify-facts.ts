/** For auditors: the facts behind eligibility are those committed to, and the whole preparation made again from them gives what was committed to (draw protocol §6). */
import { fromHex, hex } from '../bytes.ts'
import { factsDigest, factsFileName, type KeptFacts, readFacts } from '../matching/facts-file.ts'
import { prepareMatching } from '../matching/prepare.ts'
import { matchingLines } from '../matching/row-lines.ts'
import { ruleVersions } from '../matching/rules.ts'
import { rowsOf, unitsDigest } from '../matching/wire.ts'
import type { Bundle } from './documents.ts'
import { listedRows } from './own-opening.ts'
import { poolBuilder } from './pool.ts'
import { stratumId } from './strata.ts'
import { all, failed, held, notChecked, type Outcome, same } from './verification.ts'
import type { ReadFile } from './verify-evidence.ts'
import { countsText, type Rounded } from './verify-rounding.ts'

/** Whether what the facts say is true of the persons is for paper to tell; that nothing else was drawn from is proven here. */
export function checkFacts(rounded: Rounded): Outcome {
  const { bound, bundle, options, suite } = rounded
  const bytes = options.readFile?.(factsFileName(bundle.commit.drawId)) ?? null
  if (bytes === null) return notChecked('facts_not_public')
  const bindsFile = same(bound.factsDigest, factsDigest(suite.id, bytes))
  if (bindsFile.status !== 'ok') return bindsFile
  // Rules of another version may answer otherwise, and so may read other facts.
  if (bound.rules.join(' ') !== ruleVersions.join(' ')) return notChecked('other_rules')
  const read = readFacts(bytes)
  if (!read.ok) return failed(read.problem, 'others')
  const settings = checkSettings(rounded, read.value)
  return settings.status === 'ok' ? checkPreparation(rounded, read.value) : settings
}

function checkSettings({ bound, bundle: { commit } }: Rounded, { settings }: KeptFacts): Outcome {
  const other = committedSettings.find((name) => bound[name] !== settings[name])
  return other
    ? failed(`${other}: ${bound[other]}`, `${other}: ${settings[other]}`)
    : same(`dept: ${commit.dept ?? ''}`, `dept: ${settings.dept}`)
}

function checkPreparation({ bound, suite }: Rounded, facts: KeptFacts): Outcome {
  const prepared = prepareMatching(facts)
  if (!prepared.ok) return failed('facts from which something can be drawn', `${prepared.failure.shortages[0]?.because ?? 'none'}`)
  const { units, counts } = prepared.value
  const { widened, belowLeast, capLifted } = bound
  return all(
    same(`units: ${bound.unitsDigest}`, `units: ${unitsDigest(suite.id, units)}`),
    same(`rows: ${bound.rowsDigest}`, `rows: ${matchingLines(suite.id, rowsOf(prepared.value)).ref.hash}`),
    same(countsText({ widened, belowLeast, capLifted }), countsText(counts)),
    held(`${facts.officers.length} / ${facts.objects.length}`),
  )
}

/**
 * Across a directory: the firm that the facts tell of is the one that was drawn, so that nobody can hide a recusal behind another firm's name. Null where
 * the facts, or the members of the object draw, are not here.
 */
export function checkFactsObjects({ commit }: Bundle, objects: Bundle, readFile?: ReadFile): Outcome | null {
  const bytes = readFile?.(factsFileName(commit.drawId)) ?? null
  const facts = bytes && readFacts(bytes)
  const rows = listedRows(objects, readFile)
  const key = objects.pool && 'key' in objects.pool ? objects.pool.key : objects.result.poolKey
  if (!facts?.ok || rows === null || key === null) return null
  const told = new Set(facts.value.objects.map(({ subject }) => subject))
  const members = rows.filter(([subject]) => told.has(subject)).map(([subject, id]) => [subject, Number(id.slice(1)) - 1] as const)
  const strata = Array.from({ length: 1 + members.reduce((most, [, at]) => Math.max(most, at), 0) }, (_, i) => stratumId(i))
  const { suite, drawId } = objects.commit
  const sealed = poolBuilder({ suite, drawId, key: fromHex(key), strata }).add(members)
  if (!sealed.ok) return notChecked('needs_other')
  const leaves = new Map(members.map(([subject], i) => [subject, hex(sealed.value.subarray(32 * i, 32 * i + 32))]))
  const other = facts.value.objects.find(({ subject, leaf }) => leaves.get(subject) !== leaf)
  return other ? failed(`another subject of ${other.leaf}`, other.subject) : held()
}

/** What the COMMIT repeats of the settings. */
const committedSettings = ['unit', 'scope', 'reach', 'least', 'pairCapPpm', 'mostPerOfficer', 'balance', 'floorPpm'] as const

/**
 * Across a directory: the seats that a replacement fills anew were those of an officer draw of the task, or of a replacement after it, and nobody comes to
 * an object who is or was on its team (draw protocol §6).
 */
import type { MatchingList, Vacated } from '../matching/wire.ts'
import type { Assignment, Bundle, SeatsCommit } from './documents.ts'
import { parseDrawId } from './draw-id.ts'
import { isRounding } from './matching-documents.ts'
import { all, failed, held, notChecked, type Outcome, same } from './verification.ts'
import { listAssignment, listSelected, type VerifyOptions } from './verify-evidence.ts'

type Directory = Pick<VerifyOptions, 'readFile'> & { readonly known: readonly Bundle[]; readonly complete: boolean }

/** Walks from the officer draw through the replacements before this one: who held which seat, and as what. */
export function checkOfficerDraw(bundle: Bundle, { officerDraw }: SeatsCommit, directory: Directory): Outcome {
  const { commit, matching } = bundle
  const first = directory.known.find((one) => one.commit.drawId === officerDraw)
  if (!first || !matching || !isRounding(matching)) return notChecked('other_bundle_absent')
  const teams = listAssignment(first, directory.readFile)
  if (teams?.state !== 'read') return notChecked(teams?.state === 'absent' ? 'no_files' : 'needs_other')
  // As many rows as seats at most (§6): more of them, in a file, are refused by `matching_seats`.
  if ('file' in matching.rows) return notChecked('needs_other')
  const { units, rows, vacated = [] } = { ...matching, rows: matching.rows }
  const before = earlier(bundle, directory.known)
  const team = walked(
    teams.value,
    before.filter(({ commit: { seats } }) => seats?.officerDraw === officerDraw),
  )
  return all(
    same(first.commit.suite, commit.suite),
    same(first.commit.dept ?? '', commit.dept ?? ''),
    same(first.commit.matching?.objectDraw ?? '', commit.matching?.objectDraw ?? ''),
    checkRoles(vacated, team),
    checkNewcomers({ units, rows }, team),
    checkLeaves(rows, drawnLeaves(bundle, teams.value, directory), directory.complete),
    vacated.every(([leaf, subject]) => team.now.has(`${leaf} ${subject}`)) ? held(String(vacated.length)) : notChecked('seat_not_drawn'),
  )
}

/** Replacements of the task, of objects and of officers, that came before. */
function earlier({ commit }: Bundle, known: readonly Bundle[]): readonly Bundle[] {
  return known
    .filter(
      (one) => one.commit.kind === 'R' && one.commit.task === commit.task && serialOf(one) < (parseDrawId(commit.drawId)?.serial ?? 0),
    )
    .sort((a, b) => serialOf(a) - serialOf(b))
}

const serialOf = ({ commit }: Bundle): number => parseDrawId(commit.drawId)?.serial ?? 0

/** Seats as `leaf subject`: the role in those that are held now, and all that ever were. */
type Team = { readonly now: ReadonlyMap<string, string>; readonly ever: ReadonlySet<string> }

function walked(teams: readonly Assignment[], before: readonly Bundle[]): Team {
  const now = new Map<string, string>()
  const ever = new Set<string>()
  const take = (come: readonly Assignment[]): void => {
    for (const { object, officers } of come) {
      for (const { officer, role } of officers) {
        now.set(`${object} ${officer}`, role)
        ever.add(`${object} ${officer}`)
      }
    }
  }
  take(teams)
  for (const { matching, result } of before) {
    for (const [leaf, subject] of (matching && isRounding(matching) && matching.vacated) || []) {
      now.delete(`${leaf} ${subject}`)
      ever.add(`${leaf} ${subject}`)
    }
    // A replacement has at most 10,000 seats: its teams are never in a file.
    if (result.assignment && !('file' in result.assignment)) take(result.assignment)
  }
  return { now, ever }
}

function checkRoles(vacated: readonly Vacated[], { now }: Team): Outcome {
  const other = vacated.find(([leaf, subject, role]) => (now.get(`${leaf} ${subject}`) ?? role) !== role)
  return other ? failed(`${now.get(`${other[0]} ${other[1]}`)}: ${other[1]}`, other[2]) : held()
}

/** Whoever is on a team, or was, does not fill a seat of it: else the same few could be drawn into it again and again. */
function checkNewcomers({ units, rows }: Pick<MatchingList, 'units' | 'rows'>, { ever }: Team): Outcome {
  for (const [leaf, , , , , eligible] of rows) {
    const known = eligible.map((place) => units[place]?.[0] ?? '').find((subject) => ever.has(`${leaf} ${subject}`))
    if (known !== undefined) return failed('nobody who is or was on the team', `${leaf}: ${known}`)
  }
  return held()
}

/** Leaves that have a team: those of the object draw, and of the substitutes drawn before this replacement. */
function drawnLeaves(bundle: Bundle, teams: readonly Assignment[], { known, readFile }: Directory): ReadonlySet<string> {
  const objectDraw = bundle.commit.matching?.objectDraw
  const objects = known.find(({ commit }) => commit.drawId === objectDraw)
  const drawn = objects && listSelected(objects, readFile)
  const substitutes = earlier(bundle, known).filter(({ commit: { replacement } }) => replacement?.objectDraw === objectDraw)
  return new Set([
    // Without the object draw those that the officer draw sent teams to, which are the same where both hold.
    ...(drawn?.state === 'read' ? drawn.value.map(({ leaf }) => leaf) : teams.map(({ object }) => object)),
    ...substitutes.flatMap(({ result: { selected } }) => ('file' in selected ? [] : selected.map(({ leaf }) => leaf))),
  ])
}

function checkLeaves(rows: MatchingList['rows'], drawn: ReadonlySet<string>, complete: boolean): Outcome {
  const other = rows.find(([leaf]) => !drawn.has(leaf))
  if (!other) return held()
  return complete ? failed('an object that was drawn, or a substitute', other[0]) : notChecked('other_bundle_absent')
}

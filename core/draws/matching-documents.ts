/** What an officer draw commits to and publishes besides what every draw has, by either algorithm, and the guards of it (draw protocol §6). */
import type { Edges } from '../matching/edges.ts'
import { type Scope, scopes } from '../matching/facts.ts'
import {
  type MatchingList,
  type MatchRow,
  matchRowShape,
  mostFigure,
  mostInTeam,
  type Role,
  type Unit,
  unitShape,
  type Vacated,
  vacatedShape,
} from '../matching/wire.ts'
import { isDrawId } from './draw-id.ts'
import { type FileRef, fileRefShape, listOrFile, longestInline } from './file-ref.ts'
import { hexOf, integer, list, literal, nullable, pair, record, refine, type Shape, textLike, where } from './shape.ts'
import { mostMembers } from './strata.ts'
import { subjectShape } from './subject.ts'

export const leastLoaded = 'mingjian-match/least-loaded/1'
export const dependentRounding = 'mingjian-match/dependent-rounding/1'

type BoundObjects = {
  readonly objectDraw: string
  readonly objectsRoot: string
  readonly objectCount: number
  /** Rule codes with their versions, `certificate_valid/1`, ascending. */
  readonly rules: readonly string[]
  readonly teamSize: number
}

/** The first algorithm: who may be matched to what, and no probabilities. Its bundles verify for ever. */
export type LeastLoadedCommit = BoundObjects & { readonly algorithm: typeof leastLoaded; readonly edgesDigest: string }

/** The algorithm of exact probabilities: the settings from which the shares follow, and the digests of facts, units and rows. */
export type RoundingCommit = BoundObjects & {
  readonly algorithm: typeof dependentRounding
  readonly unit: 'person' | 'group'
  readonly scope: Scope
  readonly reach: Scope
  /** So many eligible units are sought for an object by widening the scope, up to the reach. */
  readonly least: number
  readonly pairCapPpm: number
  readonly mostPerOfficer: number | null
  /** Whether loads are levelled within the draw or over the year. */
  readonly balance: 'draw' | 'year'
  readonly floorPpm: number
  /** Rows by the scope they were widened to, in the order of the scopes. */
  readonly widened: readonly (readonly [Scope, number])[]
  readonly belowLeast: number
  readonly capLifted: number
  /** Of the file of facts, which is not public: an auditor who is given it can tell that it is the one. */
  readonly factsDigest: string
  readonly unitsDigest: string
  readonly rowsDigest: string
}

/** What the COMMIT of an officer draw binds besides the officers: the objects, the rules and who may be matched to what (§6). */
export type MatchingCommit = LeastLoadedCommit | RoundingCommit

/** Who inspects an object: the lead first, experts last. `object` is a leaf, `officer` a subject. In a replacement: those who come anew. */
export type Assignment = { readonly object: string; readonly officers: readonly { readonly officer: string; readonly role: Role }[] }

/** One line of a file of an assignment. */
export type AssignmentRow = readonly [object: string, officers: readonly (readonly [officer: string, role: Role])[]]

/** Objects in ticket order, per object the ascending indices of its eligible officers, officers ascending by bytes. */
export type LeastLoadedMatching = Edges

/** The units, the rows (above 10,000 a file whose hash is `rowsDigest`), and in a replacement the seats that were free. */
export type RoundingMatching = {
  readonly units: readonly Unit[]
  readonly rows: readonly MatchRow[] | FileRef
  readonly vacated?: readonly Vacated[]
}

export type BundleMatching = LeastLoadedMatching | RoundingMatching

/** Whether a matching has units and rows, as that of exact probabilities. */
export const isRounding = <T extends BundleMatching | MatchingList>(matching: T): matching is Exclude<T, Edges> => 'units' in matching

const hash = hexOf(32)
const count = integer(0, mostMembers)
const million = integer(0, 1_000_000)

const boundObjects = {
  objectDraw: where('draw id', (value): value is string => typeof value === 'string' && isDrawId(value)),
  objectsRoot: hash,
  objectCount: count,
  rules: refine(list(textLike('rule code and version', /^[a-z_]{1,60}\/[1-9][0-9]{0,3}$/), 100), 'rules ascending, once each', ascending),
  teamSize: integer(2, mostInTeam),
} satisfies { readonly [K in keyof BoundObjects]: Shape<BoundObjects[K]> }

const leastLoadedCommit = record<LeastLoadedCommit>({ ...boundObjects, algorithm: literal(leastLoaded), edgesDigest: hash })

const roundingCommit: Shape<RoundingCommit> = refine(
  record<RoundingCommit>({
    ...boundObjects,
    algorithm: literal(dependentRounding),
    unit: literal('person', 'group'),
    scope: literal(...scopes),
    reach: literal(...scopes),
    least: integer(1, 1000),
    pairCapPpm: integer(1, 1_000_000),
    mostPerOfficer: nullable(integer(1, mostFigure)),
    balance: literal('draw', 'year'),
    floorPpm: million,
    widened: list(pair(literal(...scopes), integer(1, mostMembers)), scopes.length),
    belowLeast: count,
    capLifted: count,
    factsDigest: hash,
    unitsDigest: hash,
    rowsDigest: hash,
  }),
  'a reach not narrower than the scope, and rows widened to what lies between, in the order of the scopes',
  ({ scope, reach, widened }) => {
    const places = [scope, ...widened.map(([to]) => to)].map((one) => scopes.indexOf(one))
    return (
      places.every((place, i) => i === 0 || (places[i - 1] ?? 0) < place) &&
      (places.at(-1) ?? 0) <= scopes.indexOf(reach) &&
      scopes.indexOf(scope) <= scopes.indexOf(reach)
    )
  },
)

export const matchingCommitShape: Shape<MatchingCommit> = (value, path, report): value is MatchingCommit =>
  hasMember(value, 'edgesDigest') ? leastLoadedCommit(value, path, report) : roundingCommit(value, path, report)

const role = literal('lead', 'assist', 'expert')
const team = list(record<Assignment['officers'][number]>({ officer: subjectShape, role }), 2 * mostInTeam)

export const assignmentShape: Shape<readonly Assignment[] | FileRef> = (value, path, report): value is readonly Assignment[] | FileRef =>
  Array.isArray(value) ? list(record<Assignment>({ object: hash, officers: team }))(value, path, report) : fileRefShape(value, path, report)

export const assignmentRowShape: Shape<AssignmentRow> = pair(hash, list(pair(subjectShape, role), 2 * mostInTeam))

const leastLoadedMatching = record<LeastLoadedMatching>({ objects: list(hash), edges: list(list(count)), officers: list(subjectShape) })
const roundingMatching = record<Omit<RoundingMatching, 'vacated'>, { vacated: readonly Vacated[] }>(
  { units: list(unitShape), rows: listOrFile(list(matchRowShape, longestInline)) },
  { vacated: list(vacatedShape, longestInline) },
)

export const matchingShape: Shape<BundleMatching> = (value, path, report): value is BundleMatching =>
  hasMember(value, 'units') ? roundingMatching(value, path, report) : leastLoadedMatching(value, path, report)

const hasMember = (value: unknown, name: string): boolean => typeof value === 'object' && value !== null && name in value

function ascending(codes: readonly string[]): boolean {
  return codes.every((code, i) => i === 0 || (codes[i - 1] ?? '') < code)
}

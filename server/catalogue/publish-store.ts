/** SQL of publication: the public copies of items and joint items, one for every published version. */
import type { Tx } from '#db/connect.ts'
import { json } from '#db/json.ts'
import type { JointItemRecord } from './joint-store.ts'
import type { ItemRecord } from './store.ts'

type Publication = { readonly orgName: string; readonly validFrom: string; readonly validTo: string | null; readonly at: string }

export async function insertPublicItem(tx: Tx, item: ItemRecord, { orgName, validFrom, validTo, at }: Publication): Promise<void> {
  await tx
    .insertInto('published.item')
    .values({
      id: item.id,
      code: item.code,
      version: item.version,
      org_path: item.orgPath,
      org_name: orgName,
      category: item.category,
      name: item.name,
      item_class: item.itemClass,
      basis: item.basis,
      object_scope: item.objectScope,
      methods: [...item.methods],
      published_at: at,
      layer: item.layer,
      list_kind: item.listKind,
      valid_from: validFrom,
      valid_to: validTo,
      content: json(contentOf(item)),
    })
    .execute()
}

export async function insertPublicJointItem(
  tx: Tx,
  item: JointItemRecord,
  { orgName, validFrom, validTo, at }: Publication,
): Promise<void> {
  await tx
    .insertInto('published.joint_item')
    .values({
      id: item.id,
      code: item.code,
      version: item.version,
      org_path: item.orgPath,
      org_name: orgName,
      field: item.field,
      name: item.name,
      items: json(item.items),
      object_scope: item.objectScope,
      initiator: item.initiator,
      participants: [...item.participants],
      org_level: item.orgLevel,
      impl_level: item.implLevel,
      period: item.period,
      deadline: item.deadline,
      contact_office: item.contactOffice,
      basis: item.basis,
      valid_from: validFrom,
      valid_to: validTo,
      published_at: at,
    })
    .execute()
}

/** What the public list says beyond its columns. */
const contentOf = (item: ItemRecord) => ({
  subItem: item.subItem,
  parentCode: item.parentCode,
  localBasis: item.localBasis,
  dutyRef: item.dutyRef,
  objectKinds: item.objectKinds,
  nonSite: item.nonSite,
  bodies: item.bodies,
  levels: item.levels,
  ratioFloorPpm: item.ratioFloorPpm,
  ratioCapPpm: item.ratioCapPpm,
  frequencyCap: item.frequencyCap,
  frequencyText: item.frequencyText,
  requirements: item.requirements,
  checklist: item.checklist,
  guide: item.guide,
  materials: item.materials,
  followUps: item.followUps,
  responsibleOffice: item.responsibleOffice,
  qualifications: item.qualifications,
  expertise: item.expertise,
  expertKinds: item.expertKinds,
})

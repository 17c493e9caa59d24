/** An item as its form holds it: rates and numbers are the text people typed. */
import type { Item, ItemDraft } from '#contract/catalogue.ts'
import type { CheckLine, ItemText, Layer, Level, ListKind } from '#core/catalogue/item.ts'
import type { Method } from '#core/inspections/outcomes.ts'
import { percentOfPpm, ppmOfPercent } from '#web/ui/percent.ts'

export type ItemForm = {
  readonly code: string
  readonly layer: Layer
  readonly listKind: ListKind
  readonly parentCode: string
  readonly localBasis: string
  readonly category: string
  readonly name: string
  readonly subItem: string
  readonly itemClass: 'general' | 'key'
  readonly basis: string
  readonly dutyRef: string
  readonly objectScope: string
  readonly objectKinds: readonly string[]
  readonly methods: readonly Method[]
  readonly nonSite: boolean
  readonly bodies: readonly string[]
  readonly levels: readonly Level[]
  readonly ratioFloor: string
  readonly ratioCap: string
  readonly frequencyCap: string
  readonly frequencyText: string
  readonly requirements: string
  readonly checklist: readonly Partial<CheckLine>[]
  readonly guide: string
  readonly materials: readonly { readonly name?: string; readonly note?: string }[]
  readonly followUps: readonly { readonly result?: string; readonly text?: string; readonly followUp?: string }[]
  readonly responsibleOffice: string
  readonly qualifications: readonly string[]
  readonly expertise: readonly string[]
  readonly expertKinds: readonly string[]
}

export const emptyItem = (layer: Layer, listKind: ListKind): ItemForm => ({
  code: '',
  layer,
  listKind,
  parentCode: '',
  localBasis: '',
  category: '',
  name: '',
  subItem: '',
  itemClass: listKind === 'key' ? 'key' : 'general',
  basis: '',
  dutyRef: '',
  objectScope: '',
  objectKinds: [],
  methods: listKind === 'undisturbed' ? ['network'] : ['onsite'],
  nonSite: listKind === 'undisturbed',
  bodies: [],
  levels: [],
  ratioFloor: '',
  ratioCap: '',
  frequencyCap: '',
  frequencyText: '',
  requirements: '',
  checklist: [{}],
  guide: '',
  materials: [],
  followUps: [],
  responsibleOffice: '',
  qualifications: [],
  expertise: [],
  expertKinds: [],
})

export const formOfItem = (item: Item): ItemForm => ({
  ...textOf(item),
  code: item.code,
  parentCode: item.parentCode ?? '',
  ratioFloor: item.ratioFloorPpm === null ? '' : percentOfPpm(item.ratioFloorPpm),
  ratioCap: item.ratioCapPpm === null ? '' : percentOfPpm(item.ratioCapPpm),
  frequencyCap: item.frequencyCap === null ? '' : String(item.frequencyCap),
})

/** What the item above says, taken over into a form that keeps its own code, layer and list. */
export const fromParent = (form: ItemForm, parent: Item): ItemForm => ({
  ...formOfItem(parent),
  code: form.code,
  layer: form.layer,
  listKind: parent.listKind === 'random' ? form.listKind : parent.listKind,
  parentCode: parent.code,
  localBasis: form.localBasis,
})

/** The form as the rules of core read it; what is not typed yet is empty, not wrong. */
export const textOfForm = (form: ItemForm): ItemText => ({
  ...textOf(form),
  parentCode: form.parentCode.trim() === '' ? null : form.parentCode.trim(),
  ratioFloorPpm: form.ratioFloor.trim() === '' ? null : ppmOfPercent(form.ratioFloor),
  ratioCapPpm: form.ratioCap.trim() === '' ? null : ppmOfPercent(form.ratioCap),
  frequencyCap: /^\d+$/.test(form.frequencyCap.trim()) ? Number(form.frequencyCap) : null,
  checklist: form.checklist.flatMap((line) => {
    const content = (line?.content ?? '').trim()
    if (content === '') return []
    return [{ content, method: line.method ?? '', yes: line.yes ?? '', no: line.no ?? '', materials: line.materials ?? [] }]
  }),
  materials: form.materials.flatMap((one) => {
    const name = (one?.name ?? '').trim()
    return name === '' ? [] : [{ name, note: one.note ?? '' }]
  }),
  followUps: form.followUps.flatMap((one) => {
    const result = (one?.result ?? '').trim()
    return result === '' ? [] : [{ result, text: one.text ?? '', followUp: one.followUp ?? '' }]
  }),
})

/** The form as the contract takes it. Call after the form was validated. */
export const draftOfForm = (form: ItemForm): ItemDraft => {
  const text = textOfForm(form)
  return {
    ...text,
    code: form.code.trim(),
    name: text.name.trim(),
    category: text.category.trim(),
    basis: text.basis.trim(),
    objectScope: text.objectScope.trim(),
    objectKinds: [...text.objectKinds],
    methods: [...text.methods],
    bodies: [...text.bodies],
    levels: [...text.levels],
    checklist: text.checklist.map((line) => ({ ...line, materials: [...line.materials] })),
    materials: [...text.materials],
    followUps: [...text.followUps],
    qualifications: [...text.qualifications],
    expertise: [...text.expertise],
    expertKinds: [...text.expertKinds],
  }
}

/** Guards a draft of this browser against what an older form wrote. */
export const isItemForm = (value: unknown): value is ItemForm =>
  typeof value === 'object' &&
  value !== null &&
  Object.entries(emptyItem('local', 'random')).every(([key, like]) => {
    const kept: unknown = (value as Readonly<Record<string, unknown>>)[key] // an object, looked at key by key
    return Array.isArray(like) ? Array.isArray(kept) : typeof kept === typeof like
  })

/** The parts that form and version write alike. */
const textOf = <T extends Shared>(from: T): Shared => ({
  layer: from.layer,
  listKind: from.listKind,
  localBasis: from.localBasis,
  category: from.category,
  name: from.name,
  subItem: from.subItem,
  itemClass: from.itemClass,
  basis: from.basis,
  dutyRef: from.dutyRef,
  objectScope: from.objectScope,
  objectKinds: from.objectKinds,
  methods: from.methods,
  nonSite: from.nonSite,
  bodies: from.bodies,
  levels: from.levels,
  frequencyText: from.frequencyText,
  requirements: from.requirements,
  guide: from.guide,
  responsibleOffice: from.responsibleOffice,
  qualifications: from.qualifications,
  expertise: from.expertise,
  expertKinds: from.expertKinds,
  checklist: from.checklist,
  materials: from.materials,
  followUps: from.followUps,
})

type Shared = Omit<ItemForm, 'code' | 'parentCode' | 'ratioFloor' | 'ratioCap' | 'frequencyCap'>

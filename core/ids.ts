/** Every identity of the product, branded once, made by parsing. Ids are UUIDs unless the field has a number of its own. */
declare const brand: unique symbol
type Brand<Name extends string> = { readonly [brand]: Name }
export type Id<Name extends string> = string & Brand<Name>

export type AccountId = Id<'AccountId'>
export type CommandId = Id<'CommandId'>
export type FileId = Id<'FileId'>
export type ImportId = Id<'ImportId'>
export type ItemId = Id<'ItemId'>
export type OfficerId = Id<'OfficerId'>
export type PlanId = Id<'PlanId'>
export type TaskId = Id<'TaskId'>
export type VisitId = Id<'VisitId'>
/** `<taskNo>-<kind>-<serial>`, draw protocol §2. */
export type DrawId = Id<'DrawId'>
/** An 18-character 统一社会信用代码 or `KIND:value`, draw protocol §1. */
export type Subject = Id<'Subject'>

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Parses a UUID into a branded id; null when the text is not one. */
export const parseId = <Name extends string>(text: string): Id<Name> | null => (uuid.test(text) ? (text as Id<Name>) : null)

/** The shape of a catalogue file: `export const planTexts = { 'plan.title': ['抽查计划', 'Plans'] } as const satisfies Texts`. */
export type Texts = Readonly<Record<string, readonly [zh: string, en: string]>>

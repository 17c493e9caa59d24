/** The checks of an opening in the order of its report: what a subject sees by itself, without its class being told to anyone (draw protocol §8). */

export type OpeningCheckName = keyof typeof openingCheckLabels

export const openingCheckLabels = {
  opening_form: {
    name: { zh: '凭证格式', en: 'form of the opening' },
    proves: { zh: '凭证只有一种写法，每一个字节都受核对。', en: 'The opening has one written form, and every byte of it is checked.' },
  },
  opening_draw: {
    name: { zh: '属于本次抽取', en: 'belongs to this draw' },
    proves: { zh: '凭证属于这次抽取和这份承诺。', en: 'The opening belongs to this draw and to this commitment.' },
  },
  opening_subject: {
    name: { zh: '主体相符', en: 'the subject' },
    proves: {
      zh: '名单中的这一项正是这家主体；它的风险等级没有公开。',
      en: 'This entry of the list is this very subject; its risk class is not told.',
    },
  },
  opening_member: {
    name: { zh: '在封存的名单之中', en: 'in the sealed list' },
    proves: {
      zh: '抽取之前封存的名单里有这家主体，之后没有加进来或拿出去。',
      en: 'The list sealed before the draw holds this subject; it was neither added nor taken out later.',
    },
  },
  opening_ticket: {
    name: { zh: '签号由种子算出', en: 'ticket from the seed' },
    proves: {
      zh: '这家主体的签号由种子算出，没有人能指定。',
      en: 'The ticket of this subject is computed from the seed; nobody could assign it.',
    },
  },
  opening_drawn: {
    name: { zh: '是否抽中', en: 'drawn or not' },
    proves: {
      zh: '是否抽中，以公布的抽中名单为准；抽中者的签号与名单一致。',
      en: 'Whether it was drawn is what the published list says; the ticket of one that was drawn is the one on the list.',
    },
  },
} as const satisfies Readonly<Record<string, { readonly name: Words; readonly proves: Words }>>

type Words = { readonly zh: string; readonly en: string }

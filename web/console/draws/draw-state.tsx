/** 抽取状态: its word and its tone. */
import type { ReactNode } from 'react'
import type { Draw } from '#contract/draws.ts'
import { t } from '#web/i18n/t.ts'
import { Tag, type Tone } from '#web/ui/page.tsx'

export const drawStates = ['freezing', 'frozen', 'committed', 'awaiting_beacon', 'drawing', 'result', 'closed', 'void'] as const

export type DrawState = (typeof drawStates)[number]

const tones: Record<DrawState, Tone> = {
  freezing: 'plain',
  frozen: 'accent',
  committed: 'accent',
  awaiting_beacon: 'accent',
  drawing: 'accent',
  result: 'accent',
  closed: 'green',
  void: 'red',
}

export const DrawStateTag = ({ state }: { readonly state: string }): ReactNode =>
  isDrawState(state) ? <Tag tone={tones[state]}>{t(`draw.state.${state}`)}</Tag> : <Tag>{state}</Tag>

export const isDrawState = (text: string): text is DrawState => drawStates.some((state) => state === text)

/** Whom a draw is about: a draw of kind R that fills seats draws people, like one of kind P. */
export const drawnKind = ({ kind, seats }: Pick<Draw, 'kind' | 'seats'>): 'O' | 'P' | 'R' => (seats === null ? kind : 'P')

/** It has a result, closed or not yet. */
export const isDrawn = (state: string): boolean => state === 'result' || state === 'closed'

/** Nothing more happens to it. */
export const isOver = (state: string): boolean => state === 'closed' || state === 'void'

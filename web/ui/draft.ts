/** What was typed into a form, kept in this browser until it is sent: a crash, a lost session or a wrong click loses nothing. */

export type Draft<Value> = { readonly savedAt: string; readonly value: Value }

/** The draft of a form, or null. `isValue` guards against what an older form wrote. */
export function readDraft<Value>(id: string, isValue: (value: unknown) => value is Value): Draft<Value> | null {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(keyOf(id)) ?? 'null')
    if (typeof stored !== 'object' || stored === null || !('value' in stored) || !('savedAt' in stored)) return null
    return typeof stored.savedAt === 'string' && isValue(stored.value) ? { savedAt: stored.savedAt, value: stored.value } : null
  } catch {
    return null
  }
}

/** Keeps the draft; says whether the browser did, so that a form never claims 已存本机 when it is not. */
export function keepDraft(id: string, value: unknown): boolean {
  try {
    localStorage.setItem(keyOf(id), JSON.stringify({ savedAt: new Date().toISOString(), value }))
    return true
  } catch {
    return false
  }
}

export function dropDraft(id: string): void {
  try {
    localStorage.removeItem(keyOf(id))
  } catch {
    return
  }
}

const keyOf = (id: string): string => `mingjian.draft.${id}`

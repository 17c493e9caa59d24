/** The search part of an address holds plain optional strings: `?state=approved&q=临澜`. */

/** `validateSearch: searchOf('q', 'state')`: keeps these keys, drops everything else and everything empty. */
export const searchOf =
  <Key extends string>(...keys: readonly Key[]) =>
  (raw: Record<string, unknown>): { [K in Key]?: string } => {
    const kept: { [K in Key]?: string } = {}
    for (const key of keys) {
      const value = raw[key]
      if (typeof value === 'string' && value !== '') kept[key] = value
    }
    return kept
  }

/** Every list page: its filters, and where it stands. */
export const listSearch = <Key extends string = never>(...filters: readonly Key[]) =>
  searchOf<Key | 'cursor' | 'limit' | 'lang'>(...filters, 'cursor', 'limit', 'lang')

/** Without this the router would write JSON into addresses, and read the code 916201… as a number. */
export const parseSearch = (text: string): Record<string, string> => Object.fromEntries(new URLSearchParams(text))

export const stringifySearch = (search: Record<string, unknown>): string => {
  const params = new URLSearchParams()
  for (const [key, value] of Object.entries(search)) if (typeof value === 'string' && value !== '') params.set(key, value)
  const text = params.toString()
  return text === '' ? '' : `?${text}`
}

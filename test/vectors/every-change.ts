/** For tests of the verifier: what a document would be with one thing changed. */
import type { Json } from '#core/canonical.ts'

/** Every document that differs from this one in one place. */
export function* everyChange(value: Json, path = ''): Generator<readonly [string, Json]> {
  if (Array.isArray(value)) {
    const items: readonly Json[] = value
    yield [`${path} (added)`, [...items, items[0] ?? 'x']]
    if (items.length > 0) yield [`${path} (removed)`, items.slice(1)]
    if (items.length > 1 && JSON.stringify(items[0]) !== JSON.stringify(items[1]))
      yield [`${path} (swapped)`, [...items.slice(1, 2), ...items.slice(0, 1), ...items.slice(2)]]
    for (const [i, item] of items.entries())
      for (const [at, changed] of everyChange(item, `${path}/${i}`)) yield [at, items.map((one, k) => (k === i ? changed : one))]
  } else if (typeof value === 'object' && value !== null) {
    yield [`${path} (member added)`, { ...value, extra: null }]
    for (const [name, member] of Object.entries(value)) {
      yield [`${path}/${name} (member removed)`, Object.fromEntries(Object.entries(value).filter(([other]) => other !== name))]
      for (const [at, changed] of everyChange(member, `${path}/${name}`)) yield [at, { ...value, [name]: changed }]
    }
  } else if (typeof value === 'number') {
    yield [path, value + 1]
    if (value > 0) yield [path, value - 1]
  } else if (typeof value === 'string') {
    const digit = /[0-9a-f]/.exec(value)
    yield [path, digit ? value.slice(0, digit.index) + (digit[0] === '1' ? '2' : '1') + value.slice(digit.index + 1) : `${value}x`]
    yield [path, `${value}1`]
    yield [path, null]
  } else yield [path, value === null ? '620102202611201001-O-1' : null]
}

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalBytes, canonicalJson } from './canonical.ts'

const canonical = (value: unknown): string => {
  const text = canonicalJson(value)
  if (!text.ok) throw new Error(JSON.stringify(text.failure))
  return text.value
}

test('members are sorted by UTF-16 code units, as in the example of RFC 8785 §3.2.3', () => {
  const example = {
    '\u20ac': 'Euro Sign',
    '\r': 'Carriage Return',
    '\ufb33': 'Hebrew Letter Dalet With Dagesh',
    '1': 'One',
    '\ud83d\ude00': 'Emoji: Grinning Face',
    '\u0080': 'Control',
    ö: 'Latin Small Letter O With Diaeresis',
  }
  expect(Object.values(JSON.parse(canonical(example)))).toEqual(Object.values(example).sort((a, b) => order.indexOf(a) - order.indexOf(b)))
  const keys = [...canonical(example).matchAll(/"((?:[^"\\]|\\.)*)":/g)].map((match) => match[1])
  expect(keys).toEqual(['\\r', '1', '\u0080', 'ö', '\u20ac', '\ud83d\ude00', '\ufb33'])
})
const order = [
  'One',
  'Carriage Return',
  'Control',
  'Latin Small Letter O With Diaeresis',
  'Euro Sign',
  'Emoji: Grinning Face',
  'Hebrew Letter Dalet With Dagesh',
]

test('texts are escaped as in the example of RFC 8785 §3.2.2', () => {
  const input = { string: '\u20ac$\u000f\u000aA\'\u0042\u0022\u005c\\"\u002f', literals: [null, true, false] }
  expect(canonical(input)).toBe('{"literals":[null,true,false],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}')
  expect(canonical('\u2028\u007f')).toBe('"\u2028\u007f"')
})

test('what a hashed document must not hold is refused, with the place', () => {
  const circular: unknown[] = []
  circular.push(circular)
  const refused: [unknown, string, string][] = [
    [{ a: [1, 0.5] }, 'fraction', '/a/1'],
    [Number.NaN, 'fraction', ''],
    [2 ** 53, 'fraction', ''],
    [{ a: undefined }, 'not_json', '/a'],
    [new Date(0), 'not_json', ''],
    [1n, 'not_json', ''],
    [{ '\ud800': 1 }, 'lone_surrogate', ''],
    [['\udfff'], 'lone_surrogate', '/0'],
    [circular, 'too_deep', '/0'.repeat(65)],
  ]
  for (const [value, why, path] of refused) {
    const text = canonicalJson(value)
    expect(text.ok ? text.value : text.failure).toMatchObject({ type: 'not_canonical', why })
    if (!text.ok && why !== 'lone_surrogate') expect(text.failure.path).toBe(path)
  }
  expect(() => canonicalBytes({ rate: 0.03 })).toThrow(/fraction at \/rate/)
})

test('the canonical form is one: it reads back as the value, whatever the order of its members', () => {
  const json = fc.jsonValue({ noUnicodeString: false }).filter((value) => canonicalJson(value).ok)
  fc.assert(
    fc.property(json, (value) => {
      const text = canonical(value)
      expect(canonical(JSON.parse(text))).toBe(text)
    }),
  )
  expect(canonical({ b: 1, a: -0 })).toBe('{"a":0,"b":1}')
})

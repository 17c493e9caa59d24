/** The few library functions that Chromium 80s lack and that core, the console or the verifier's page call: loaded first in a page, and first in its worker. */
type Indexed<T> = { readonly length: number; readonly [index: number]: T }

const define = (target: object, name: string, value: unknown): void => {
  if (!(name in target)) Object.defineProperty(target, name, { value, writable: true, configurable: true })
}

const own = Object.prototype.hasOwnProperty

const at = function <T>(this: Indexed<T>, index: number): T | undefined {
  const whole = Math.trunc(index) || 0
  return this[whole < 0 ? this.length + whole : whole]
}

define(Object, 'hasOwn', (thing: object, key: PropertyKey) => own.call(thing, key))
define(Array.prototype, 'at', at)
define(String.prototype, 'at', at)
define(Object.getPrototypeOf(Uint8Array.prototype), 'at', at)
define(String.prototype, 'isWellFormed', function (this: string) {
  return !/\p{Surrogate}/u.test(this)
})
define(String.prototype, 'replaceAll', function (this: string, pattern: string | RegExp, by: string) {
  return typeof pattern === 'string' ? this.split(pattern).join(by) : this.replace(pattern, by)
})
define(Array.prototype, 'toSorted', function <T>(this: readonly T[], by?: (a: T, b: T) => number) {
  return [...this].sort(by)
})

/** What a password must be made of, by the policy pack. */
import type { PolicyPack } from '#core/policy/pack.ts'
import { Problem } from '#server/http/problem.ts'

/** Throws `password_too_weak` unless the password is long enough and mixes enough of upper case, lower case, digits and others. */
export function assertPassword(password: string, policy: PolicyPack): void {
  const { minLength, maxLength, minClasses } = policy.password
  const classes = [/\p{Lu}/u, /\p{Ll}/u, /\p{Nd}/u, /[^\p{Lu}\p{Ll}\p{Nd}]/u].filter((one) => one.test(password)).length
  const length = [...password].length
  if (length < minLength.value || password.length > maxLength.value || classes < minClasses.value) {
    throw new Problem('password_too_weak', { minLength: minLength.value, minClasses: minClasses.value })
  }
}

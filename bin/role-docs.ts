/** docs/roles.md, made from the tables of core/access: who carries which permission, and what takes two persons. */
import { fourEyes } from '#core/access/four-eyes.ts'
import { type Permission, permissions, type Role, roleCodes, roles } from '#core/access/roles.ts'

/** The page as it should be. */
export const roleDoc = (): { readonly path: string; readonly text: string } => ({ path: 'docs/roles.md', text: page() })

const page = (): string => `# Roles, permissions and four eyes

Generated from \`core/access/roles.ts\` and \`core/access/four-eyes.ts\` by \`npm run generate\`: change those.

A permission holds at the organisation of an account and those below it (\`within\` of \`core/access/can.ts\`), for its department only unless the role says “all departments”. One account may carry
several roles; four eyes hold between persons, not between roles. The roles of domain.md §15 that have no work here yet are [below](#not-there-yet).

| role | console | departments | may |
| --- | --- | --- | --- |
${roleCodes.map(roleLine).join('\n')}

## Permissions

| permission | console | roles |
| --- | --- | --- |
${(Object.keys(permissions) as Permission[]).map(permissionLine).join('\n')}

## Four eyes

Each line is a failure beside a state table of core, with its test; \`test/house/four-eyes.test.ts\` holds the list to the code, and that no handler decides it by itself. Where both persons stand in one row, a
constraint of the database stands behind it.

| what | 事项 | not by | 不得由 | refusal | rule | constraint |
| --- | --- | --- | --- | --- | --- | --- |
${fourEyes.map(({ act, not, refusal, table, database }) => `| ${act.en} | ${act.zh} | ${not.en} | ${not.zh} | \`${refusal}\` | \`${table}\` | ${database === undefined ? '' : `\`${database}\``} |`).join('\n')}

Joint visits (合并检查) take every body concerned instead of two persons: each department answers for its own tasks, and one that declines ends the proposal (\`core/plans/merge-state.ts\`).

## Not there yet

- **企业、联络员** (notices, own records, objection, credit repair, by phone and code): there is no account for an enterprise and no sign-in with a phone, because that needs an SMS gateway. What an enterprise can do
  today is on the portal without a sign-in: everything that is published about it, and the proof of its own membership in a draw with the opening (本户凭证) it got from the bureau.
- **部门管理员** is no role of its own: another department at a place has its own organisation and accounts (registrar, organiser, approver …), and sees what is its own or what it is invited to.
`

const roleLine = (role: Role): string => {
  const { zh, en, can } = roles[role]
  return `| \`${role}\` ${en} | ${zh} | ${'allDepartments' in roles[role] ? 'all' : 'own'} | ${can.map((one) => permissions[one].en).join(', ')} |`
}

const permissionLine = (permission: Permission): string => {
  const carriers = roleCodes.filter((role) => roles[role].can.some((one) => one === permission))
  return `| \`${permission}\` | ${permissions[permission].zh} | ${carriers.map((role) => roles[role].zh).join('、')} |`
}

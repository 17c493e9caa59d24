/** SQL of 提醒方式: where people want to be reached outside the console. */
import type { NoticeAddress, NoticeLeast } from '#contract/notices.ts'
import type { Tx } from '#db/connect.ts'

export type AddressRecord = NoticeAddress & { readonly updatedAt: string }

export async function findAddress(tx: Tx, accountId: string, lock: 'lock' | 'read' = 'read'): Promise<AddressRecord | null> {
  const query = tx
    .selectFrom('notice_address')
    .select(['email', 'mobile', 'least', 'updated_at as updatedAt'])
    .where('account_id', '=', accountId)
  const row = await (lock === 'lock' ? query.forUpdate() : query).executeTakeFirst()
  return row === undefined ? null : { ...row, least: row.least as NoticeLeast } // notice_least_known
}

export async function saveAddress(tx: Tx, accountId: string, address: NoticeAddress, now: string): Promise<void> {
  const { email, mobile, least } = address
  const row = { email, mobile, least, updated_at: now }
  await tx
    .insertInto('notice_address')
    .values({ account_id: accountId, ...row })
    .onConflict((conflict) => conflict.column('account_id').doUpdateSet(row))
    .execute()
}

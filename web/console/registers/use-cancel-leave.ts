/** Cancelling leave, after asking once. */
import { App } from 'antd'
import type { Leave } from '#contract/officers.ts'
import { client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t } from '#web/i18n/t.ts'
import { formatRange } from '#web/ui/format.ts'

export function useCancelLeave(): (leave: Leave) => void {
  const { modal } = App.useApp()
  const cancel = useCommand(client.officers.cancelLeave, { done: t('leave.cancelled') })
  return ({ id, officerName, from, to }) =>
    void modal.confirm({
      title: t('leave.cancelAsk', { name: officerName, days: formatRange(from, to) }),
      content: t('leave.cancelText'),
      okText: t('leave.cancel'),
      cancelText: t('leave.cancelKeep'),
      onOk: async () => {
        await cancel.run({ leaveId: id })
      },
    })
}

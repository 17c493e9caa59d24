/** Chooses regions of the jurisdiction as a tree; a county is under its city, and choosing the city means all of it. */
import { useQuery } from '@tanstack/react-query'
import { TreeSelect } from 'antd'
import type { ReactNode } from 'react'
import { api } from '#web/api/client.ts'
import { t } from '#web/i18n/t.ts'

type Node = { readonly value: string; readonly title: string; readonly children: Node[] }

export function RegionSelect({
  value,
  onChange,
  id,
  label,
}: {
  readonly value: readonly string[]
  readonly onChange: (paths: string[]) => void
  readonly id?: string
  readonly label: string
}): ReactNode {
  const { data, isPending } = useQuery({ ...api.registers.regions.queryOptions({ input: {} }), staleTime: 3_600_000 })
  return (
    <TreeSelect
      {...(id === undefined ? {} : { id })}
      aria-label={label}
      value={[...value]}
      treeData={treeOf(data ?? [])}
      treeCheckable
      showCheckedStrategy={TreeSelect.SHOW_PARENT}
      showSearch={{ treeNodeFilterProp: 'title' }}
      allowClear
      loading={isPending}
      placeholder={t('task.filter.any')}
      style={{ width: '100%' }}
      onChange={(paths: string[]) => onChange(paths)}
    />
  )
}

/** A path hangs under the nearest path above it that is in the list. */
export function treeOf(regions: readonly { readonly path: string; readonly name: string }[]): Node[] {
  const nodes = new Map(regions.map(({ path, name }): [string, Node] => [path, { value: path, title: name, children: [] }]))
  const roots: Node[] = []
  for (const node of nodes.values()) (parentOf(node.value, nodes)?.children ?? roots).push(node)
  return roots
}

function parentOf(path: string, nodes: ReadonlyMap<string, Node>): Node | undefined {
  for (let at = path.lastIndexOf('.'); at > 0; at = path.lastIndexOf('.', at - 1)) {
    const node = nodes.get(path.slice(0, at))
    if (node !== undefined) return node
  }
  return undefined
}

/** 下载核验包: the bundle, and beside it the long lists that it names by their hashes; all of them belong into one folder. */
import { App, Button } from 'antd'
import { type ReactNode, useState } from 'react'
import type { Draw } from '#contract/draws.ts'
import { problemOf, StreamProblem } from '#web/api/problem.ts'
import { t } from '#web/i18n/t.ts'
import { saveBlob } from '#web/ui/csv.ts'

export type BundleLinkProps = {
  readonly draw: Draw
  readonly text?: string
  /** The auditor's copy of a sealed draw, with its key, strata and members. */
  readonly audit?: boolean
}

export function BundleLink({ draw, text = t('draw.checks.bundle'), audit = false }: BundleLinkProps): ReactNode {
  const { message } = App.useApp()
  const [busy, setBusy] = useState(false)
  if (draw.state !== 'result' && draw.state !== 'closed') return null
  const download = async (): Promise<void> => {
    setBusy(true)
    try {
      const base = `/api/v1/draws/${encodeURIComponent(draw.id)}${audit ? '/audit' : ''}`
      const bundle = await read(`${base}/bundle`)
      saveBlob(`${draw.id}${audit ? '.audit' : ''}.json`, bundle)
      const names = filesNamedIn(JSON.parse(await bundle.text()))
      for (const name of names) saveBlob(name, await read(`${base}/files/${encodeURIComponent(name)}`))
      message.success(t('draw.checks.downloaded', { n: names.length + 1 }))
    } catch (error) {
      message.error(problemOf(error).text)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Button type="link" size="small" loading={busy} onClick={() => void download()}>
      {text}
    </Button>
  )
}

async function read(path: string): Promise<Blob> {
  const answer = await fetch(path, { credentials: 'same-origin' })
  if (!answer.ok) throw new StreamProblem(answer.status, await answer.json().catch(() => null))
  return answer.blob()
}

/** `pool`, `result.selected` and `replacement.selected` are either inline, or `{ file, hash }` (draw protocol §8). */
function filesNamedIn(bundle: unknown): string[] {
  const lists = [member(bundle, 'pool'), member(member(bundle, 'result'), 'selected'), member(member(bundle, 'replacement'), 'selected')]
  return lists.flatMap((part) => {
    const file = member(part, 'file')
    return typeof file === 'string' ? [file] : []
  })
}

const member = (thing: unknown, name: string): unknown =>
  typeof thing === 'object' && thing !== null && !Array.isArray(thing) ? (thing as Record<string, unknown>)[name] : undefined

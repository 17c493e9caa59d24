/** The files of the draw that the address names (`/verify/?draw=…`, as in a QR code), as links that the portal has put on the page. */
export type RemoteFile = { readonly name: string; readonly href: string; readonly size: number }
export type Remote = { readonly bundles: readonly RemoteFile[]; readonly lists: readonly RemoteFile[] }

/** Null when the address names none. */
export function remoteFiles(): Remote | null {
  const found = [...document.querySelectorAll<HTMLAnchorElement>('a[data-verify]')].map((link) => ({
    role: link.dataset.verify,
    file: { name: link.download, href: link.href, size: Number(link.dataset.size ?? 0) },
  }))
  const of = (role: string) => found.flatMap((one) => (one.role === role ? [one.file] : []))
  return found.length === 0 ? null : { bundles: of('bundle'), lists: of('list') }
}

/** Loads them one after another; what cannot be had is named, and the rest is still checked. */
export async function loadFiles(
  files: readonly RemoteFile[],
  next: (name: string) => void,
): Promise<{ readonly loaded: readonly File[]; readonly failed: readonly string[] }> {
  const loaded: File[] = []
  const failed: string[] = []
  for (const { name, href } of files) {
    next(name)
    try {
      const response = await fetch(href, { credentials: 'omit' })
      if (!response.ok) throw new Error(String(response.status))
      loaded.push(new File([await response.blob()], name))
    } catch {
      failed.push(name)
    }
  }
  return { loaded, failed }
}

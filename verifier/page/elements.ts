/** Elements of the page, made as nodes: text out of a bundle can never become markup. */
type Child = Node | string | null

/** `el('p', { class: 'lead' }, 'text', el('b', {}, 'more'))`; a child that is null is left out. */
export function el<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  made.append(...children.filter((child) => child !== null))
  return made
}

/** The marks of the portal: a tick, a cross, a dash. They are drawn beside words that say the same. */
export function mark(kind: 'ok' | 'failed' | 'open'): SVGElement {
  const svg = document.createElementNS(svgSpace, 'svg')
  svg.setAttribute('class', `ic ${{ ok: 'grn', failed: 'red', open: 'k' }[kind]}`)
  svg.setAttribute('viewBox', '0 0 16 16')
  svg.setAttribute('aria-hidden', 'true')
  const path = document.createElementNS(svgSpace, 'path')
  path.setAttribute('d', { ok: 'M3 8.5l3.2 3.2L13 5', failed: 'M4 4l8 8M12 4l-8 8', open: 'M4 8h8' }[kind])
  svg.append(path)
  return svg
}

const svgSpace = 'http://www.w3.org/2000/svg'

/** A preview shows every page as wide as the widest: beside a landscape annex, an upright page would be small and stand to the left. */

/** The pages of an SVG by Typst, A4 upright or landscape, one below the other, scaled to one width; an SVG of another form is left as it is. */
export function fitPages(svg: string): string {
  const size = /viewBox="0 0 ([\d.]+) ([\d.]+)" width="[\d.]+pt" height="[\d.]+pt"/.exec(svg)
  const pages = [...svg.matchAll(/^ {4}<g(?: transform="matrix\(1 0 0 1 0 ([\d.]+)\)")?>$/gm)]
  const [, width = 0, height = 0] = size?.map(Number) ?? []
  if (size === null || pages.length < 2 || width <= upright) return svg
  const tops = [...pages.map(([, top = '0']) => Number(top)), height]
  let text = ''
  let written = 0
  let y = 0
  for (const [index, page] of pages.entries()) {
    const tall = (tops[index + 1] ?? height) - (tops[index] ?? 0)
    const scale = tall > across ? width / upright : 1
    text += `${svg.slice(written, page.index)}    <g transform="translate(0 ${y}) scale(${scale})">`
    written = page.index + page[0].length
    y += tall * scale
  }
  return (text + svg.slice(written)).replace(size[0], `viewBox="0 0 ${width} ${y}" width="${width}pt" height="${y}pt"`)
}

/** A4 in points: 210 mm, and what lies between 210 and 297 mm. */
const upright = (210 / 25.4) * 72
const across = (250 / 25.4) * 72

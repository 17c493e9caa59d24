/** Pictures that a page has to look like: kept in test/golden, compared pixel by pixel. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import pixelmatch from 'pixelmatch'
import type { Browser } from 'playwright-core'
import { PNG } from 'pngjs'
import { root } from '#test/house/sources.ts'

/** Browsers draw edges a little differently from release to release; a moved line or a missing glyph is far more than this share of the pixels. */
const mostDifferent = 0.0001

export type Compared = { readonly same: boolean; readonly why: string }

/** Pages of Typst as a picture, without any font of the machine: the glyphs are drawn in the SVG. */
export async function pictureOf(browser: Browser, svg: Uint8Array, width = 794): Promise<Buffer> {
  const page = await browser.newPage({ viewport: { width, height: 600 } })
  try {
    const source = Buffer.from(svg).toString('base64')
    await page.setContent(
      `<style>*{margin:0}</style><img src="data:image/svg+xml;base64,${source}" style="width:${width}px;display:block;background:#fff">`,
    )
    const image = page.locator('img')
    await image.evaluate((one) => (one as unknown as { decode: () => Promise<void> }).decode()) // an HTMLImageElement
    // All pages are in sight at once: a browser draws only what it shows.
    const box = await image.boundingBox()
    await page.setViewportSize({ width, height: Math.ceil(box?.height ?? 600) })
    return await image.screenshot()
  } finally {
    await page.close()
  }
}

/** Compares with `test/golden/NAME.png`. A picture that is not there yet is written, and the test fails once: look at it, and keep it. */
export async function likeGolden(name: string, picture: Buffer): Promise<Compared> {
  const path = join(root, 'test/golden', `${name}.png`)
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, picture)
    return { same: false, why: `${path} was written: look at it and run again` }
  }
  const [golden, now] = [PNG.sync.read(await readFile(path)), PNG.sync.read(picture)]
  if (golden.width !== now.width || golden.height !== now.height)
    return { same: false, why: `${now.width}×${now.height} instead of ${golden.width}×${golden.height}: more or fewer pages?` }
  const different = pixelmatch(golden.data, now.data, undefined, golden.width, golden.height, { threshold: 0.25 })
  const share = different / (golden.width * golden.height)
  return { same: share <= mostDifferent, why: `${different} pixels differ (${(share * 100).toFixed(3)} %)` }
}

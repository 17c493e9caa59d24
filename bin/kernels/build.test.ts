import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { kernelFile, kernelFileText } from './build.ts'

test('the hash kernels in core are assembled from the texts that are here: run npm run generate', async () => {
  expect(readFileSync(kernelFile, 'utf8') === (await kernelFileText())).toBe(true)
})

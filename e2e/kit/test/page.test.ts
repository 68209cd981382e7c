import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '..', '..', '..')
const BLOCK = /^```ts (\S+)\n([\s\S]*?)^```$/gm

test.each(['testing-with-playwright.md', 'for-testers.md'])(
  'all code of docs/%s is quoted from examples that run',
  async (name) => {
    const page = await readFile(join(ROOT, 'docs', name), 'utf8')
    const blocks = [...page.matchAll(BLOCK)]
    expect(blocks).toHaveLength([...page.matchAll(/^```ts/gm)].length)
    for (const [, path = '', block = ''] of blocks) {
      expect(path).toMatch(/^examples\/(?:playwright\/[a-z-]+\.spec|vitest\/[a-z-]+\.test)\.ts$/)
      const source = await readFile(join(ROOT, path), 'utf8')
      // What is left out stands as a line of its own.
      for (const part of block.split('\n// …\n'))
        expect(source, `${path} has no\n${part}`).toContain(part.trim())
    }
  },
)

test('the five lines come first, and are five', async () => {
  const page = await readFile(join(ROOT, 'docs', 'testing-with-playwright.md'), 'utf8')
  const [[, , first = ''] = []] = page.matchAll(BLOCK)
  expect(first.split('\n').filter((line) => line.trim() !== '')).toHaveLength(5)
})

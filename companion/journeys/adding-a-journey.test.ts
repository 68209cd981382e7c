import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')
const BLOCK = /^```ts (\S+)\n([\s\S]*?)^```$/gm

test('all code of docs/adding-a-journey.md is quoted from its file', async () => {
  const page = await readFile(join(ROOT, 'docs/adding-a-journey.md'), 'utf8')
  const blocks = [...page.matchAll(BLOCK)]
  expect(blocks).toHaveLength(4)
  for (const [, path = '', block = ''] of blocks) {
    const source = trimLines(await readFile(join(ROOT, path), 'utf8'))
    // What is left out stands as a line of its own; the parts between follow each other in the file.
    let from = 0
    for (const part of trimLines(block).split('\n// …\n')) {
      const at = source.indexOf(part.trim(), from)
      expect(at, `${path} has no\n${part}`).toBeGreaterThanOrEqual(0)
      from = at
    }
  }
})

function trimLines(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
}

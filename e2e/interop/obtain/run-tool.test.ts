import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import { NotObtained } from '../not-obtained.ts'
import { runTool } from './run-tool.ts'

/** A tool that ends with these words. */
const say = (words: string): Promise<string> =>
  runTool(
    process.execPath,
    ['-e', `console.error(${JSON.stringify(words)}); process.exit(1)`],
    tmpdir(),
  )

test('a tool that is not installed is a skip that names the tool', async () => {
  const run = runTool('no-such-tool-anywhere', [], tmpdir())
  await expect(run).rejects.toBeInstanceOf(NotObtained)
  await expect(run).rejects.toThrow('no-such-tool-anywhere is not installed')
})

test.each([
  'npm error code ENOTFOUND',
  'npm error code EAI_AGAIN',
  'NewConnectionError: Failed to establish a new connection',
  'Could not transfer artifact x from/to central: Unknown host',
])('a registry that is not reached is a skip: %s', async (words) => {
  await expect(say(words)).rejects.toBeInstanceOf(NotObtained)
})

test.each([
  'npm error code EINTEGRITY',
  'ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.',
  'Could not transfer artifact x: Checksum validation failed',
  'COMPILATION ERROR',
])('a wrong checksum or a broken build is no skip: %s', async (words) => {
  await expect(say(words)).rejects.not.toBeInstanceOf(NotObtained)
})

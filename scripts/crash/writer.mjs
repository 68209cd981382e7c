import { spawnSync } from 'node:child_process'
import { build } from 'esbuild'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '..', '..')

/**
 * Bundles a program of the store into one file.
 *
 * @param {string} entry relative to the root @param {string} outfile
 */
export async function bundle(entry, outfile) {
  await build({
    entryPoints: [join(ROOT, entry)],
    absWorkingDir: ROOT,
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'warning',
    banner: {
      js: 'import{createRequire as __r}from"node:module";const require=__r(import.meta.url);',
    },
  })
}

/**
 * Reads what a writer has acknowledged: the last number of each id.
 *
 * @param {string} text @param {Map<string, number>} acknowledged
 * @returns {number} acknowledgements in this text
 */
export function readAcknowledged(text, acknowledged) {
  const lines = text.split('\n').slice(0, -1)
  for (const line of lines) {
    const [id, number] = line.split(' ')
    acknowledged.set(id, Number(number))
  }
  return lines.length
}

/**
 * Reads a data directory as the next start does, and counts in `report` what is lost of it.
 *
 * @param {{ reader: string, data: string, acknowledged: Map<string, number>, report: { lost: number, unreadable: number } }} check
 */
export function countLost({ reader, data, acknowledged, report }) {
  const { status, stdout } = spawnSync(process.execPath, [reader, data], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  })
  if (status !== 0) {
    report.unreadable += 1
    return
  }
  const found = new Map()
  readAcknowledged(stdout, found)
  for (const [id, number] of acknowledged) if ((found.get(id) ?? -1) < number) report.lost += 1
}

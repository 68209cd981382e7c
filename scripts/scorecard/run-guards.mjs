import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { GUARDS } from './guards.mjs'

const ROOT = join(import.meta.dirname, '..', '..')
const COPIED = [
  'companion',
  'shared',
  'scenarios',
  'lessons',
  'docs',
  'extension',
  'scripts',
  'e2e',
  'package.json',
  'tsconfig.json',
  'vitest.config.ts',
  'wxt.config.ts',
  '.wxt',
]

/**
 * Takes each guard away in a copy of the sources and runs its tests there.
 *
 * @returns {{ tried: number, unnoticed: string[] }} guards whose tests passed without them
 */
export function runGuards() {
  const copy = mkdtempSync(join(tmpdir(), 'dcr-guards-'))
  try {
    for (const name of COPIED) cpSync(join(ROOT, name), join(copy, name), { recursive: true })
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'))
    const unnoticed = GUARDS.filter((guard) => isUnnoticed(copy, guard)).map(({ name }) => name)
    return { tried: GUARDS.length, unnoticed }
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

function isUnnoticed(copy, { name, file, find, replace, tests }) {
  const path = join(copy, file)
  const source = readFileSync(path, 'utf8')
  if (source.split(find).length !== 2)
    throw new Error(`The guard "${name}" is not where scripts/scorecard/guards.mjs looks for it`)
  writeFileSync(
    path,
    source.replace(find, () => replace),
  )
  const { status } = spawnSync(
    join(ROOT, 'node_modules', '.bin', 'vitest'),
    ['run', '--project', 'node', '--bail', '1', ...tests],
    { cwd: copy, encoding: 'utf8' },
  )
  writeFileSync(path, source)
  if (status === 0) console.error(`Not noticed: ${name}`)
  return status === 0
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  console.log(JSON.stringify(runGuards()))

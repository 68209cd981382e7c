import { copyFileSync, cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { keepFolder } from './cache-folder.ts'
import { PACKAGES } from './packages.ts'
import { runTool } from './run-tool.ts'

/**
 * A folder with the packages of `packages/NAME/package-lock.json`, each checked against the integrity that the
 * lockfile states, and with the programs beside it as they are now.
 *
 * @throws NotObtained when the registry is not reached.
 */
export async function obtainNpmFolder(name: string): Promise<string> {
  const source = join(PACKAGES, name)
  const lock = readFileSync(join(source, 'package-lock.json'))
  const folder = await keepFolder(name, lock, async (made) => {
    for (const file of ['package.json', 'package-lock.json'])
      copyFileSync(join(source, file), join(made, file))
    // Scripts of strangers do not run here; none of the servers needs one.
    await runTool(
      'npm',
      ['ci', '--ignore-scripts', '--legacy-peer-deps', '--no-audit', '--no-fund'],
      made,
    )
  })
  cpSync(source, folder, { recursive: true })
  return folder
}

import { cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { NotObtained } from '../not-obtained.ts'
import { keepFolder } from './cache-folder.ts'
import { PACKAGES } from './packages.ts'
import { runTool } from './run-tool.ts'

/** What the pinned packages ask for. */
const OLDEST_PYTHON = [3, 11] as const

export interface PythonFolder {
  /** The interpreter that has the packages. */
  python: string
  /** The start programs, as they are now. */
  folder: string
}

/**
 * A virtual environment with the packages of `packages/python/requirements.txt`, each checked against the
 * hashes there. Only its scripts have absolute paths inside, and none of
 * them is used: the folder can be moved.
 *
 * @throws NotObtained without Python 3.11, venv or the network.
 */
export async function obtainPython(): Promise<PythonFolder> {
  const source = join(PACKAGES, 'python')
  const version = await runTool(
    'python3',
    ['-c', 'import sys; print(*sys.version_info[:2])'],
    source,
  )
  const [major = 0, minor = 0] = version.trim().split(' ').map(Number)
  if (major !== OLDEST_PYTHON[0] || minor < OLDEST_PYTHON[1])
    throw new NotObtained(`python3 is ${major}.${minor}, and 3.11 is needed`)
  const requirements = readFileSync(join(source, 'requirements.txt'))
  const lock = Buffer.concat([requirements, Buffer.from(`python ${major}.${minor}`)])
  const folder = await keepFolder('python', lock, async (made) => {
    await runTool('python3', ['-m', 'venv', '--copies', join(made, 'venv')], made)
    await runTool(
      join(made, 'venv', 'bin', 'python'),
      [
        '-m',
        'pip',
        'install',
        '-q',
        '--require-hashes',
        '--disable-pip-version-check',
        '-r',
        join(source, 'requirements.txt'),
      ],
      made,
    )
  })
  cpSync(source, folder, { recursive: true })
  return { python: join(folder, 'venv', 'bin', 'python'), folder }
}

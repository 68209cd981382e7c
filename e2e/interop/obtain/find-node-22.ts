import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { NotObtained } from '../not-obtained.ts'

const NEEDED_MAJOR = 22

/**
 * A Node that is new enough for programs that need 22: this one, or the one among the packages of a folder.
 *
 * @throws NotObtained where npm has none for this kind of machine.
 */
export function findNode22(folder: string): string {
  if (Number(process.versions.node.split('.')[0]) >= NEEDED_MAJOR) return process.execPath
  const name = `node-${process.platform}-${process.arch}`
  const place = join(folder, 'node_modules', name, 'bin', 'node')
  if (existsSync(place)) return place
  throw new NotObtained(`Node ${NEEDED_MAJOR} is needed, and this is ${process.version}`)
}

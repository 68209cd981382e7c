import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findCache } from './cache-folder.ts'
import { runTool } from './run-tool.ts'

/** Maven's own repository for these servers, so that what it downloads is in the cache, too. */
export function mavenOptions(): string[] {
  return ['-q', '-B', '--strict-checksums', `-Dmaven.repo.local=${join(findCache(), 'maven')}`]
}

export interface MavenArtifact {
  group: string
  name: string
  version: string
  packaging: string
  /** Of the file, in hexadecimal. */
  sha256: string
}

/**
 * Downloads a file from Maven Central.
 *
 * @returns Its path.
 * @throws NotObtained without Maven or the network; Error when it is not the file that was pinned.
 */
export async function obtainMavenFile(artifact: MavenArtifact): Promise<string> {
  const { group, name, version, packaging, sha256 } = artifact
  const coordinates = `${group}:${name}:${version}:${packaging}`
  await runTool(
    'mvn',
    [...mavenOptions(), 'dependency:get', `-Dartifact=${coordinates}`, '-Dtransitive=false'],
    tmpdir(),
  )
  const folder = join(findCache(), 'maven', ...group.split('.'), name, version)
  const file = join(folder, `${name}-${version}.${packaging}`)
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) hash.update(chunk)
  const seen = hash.digest('hex')
  if (seen !== sha256) throw new Error(`${coordinates} has the sha256 ${seen}, not ${sha256}`)
  return file
}

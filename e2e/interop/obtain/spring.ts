import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { keepFolder } from './cache-folder.ts'
import { findJava } from './java.ts'
import { mavenOptions } from './maven-artifact.ts'
import { PACKAGES } from './packages.ts'
import { runTool } from './run-tool.ts'

/** Of all libraries in the built application: their names with their own sha256, sorted. */
const LIBRARIES_SHA256 = 'f268245b50a08b069481e288cde3460cf836268c937281d3186467fa03c57343'

const SOURCES = [
  'pom.xml',
  'src/main/java/lab/App.java',
  'src/main/java/lab/CountingClients.java',
] as const

/**
 * The application of `packages/spring`, built with Spring Authorization Server from Maven Central.
 *
 * @returns The class path.
 * @throws NotObtained without Java, Maven, unzip or the network; Error when a library is not the one that was
 * pinned.
 */
export async function obtainSpring(): Promise<string> {
  await findJava()
  const source = join(PACKAGES, 'spring')
  const lock = [
    LIBRARIES_SHA256,
    ...SOURCES.map((file) => readFileSync(join(source, file), 'utf8')),
  ]
  const folder = await keepFolder('spring', lock.join('\n'), async (made) => {
    const work = join(made, 'work')
    cpSync(source, work, { recursive: true })
    await runTool('mvn', [...mavenOptions(), '-DskipTests', 'package'], work)
    const app = join(made, 'app')
    mkdirSync(app)
    await runTool('unzip', ['-q', join(work, 'target', 'spring-1.jar'), '-d', app], made)
    rmSync(work, { recursive: true })
    const seen = digestLibraries(join(app, 'BOOT-INF', 'lib'))
    if (seen !== LIBRARIES_SHA256)
      throw new Error(`the libraries have the sha256 ${seen}, not ${LIBRARIES_SHA256}`)
  })
  const inside = join(folder, 'app', 'BOOT-INF')
  return `${join(inside, 'classes')}:${join(inside, 'lib', '*')}`
}

function digestLibraries(folder: string): string {
  const lines = readdirSync(folder)
    .sort()
    .map((name) => `${sha256(readFileSync(join(folder, name)))}  ${name}\n`)
  return sha256(lines.join(''))
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex')
}

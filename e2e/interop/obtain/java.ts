import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { NotObtained } from '../not-obtained.ts'
import { runTool } from './run-tool.ts'

/**
 * The program `java`: of JAVA_HOME, else of the path.
 *
 * @throws NotObtained without one.
 */
export async function findJava(): Promise<string> {
  const home = process.env['JAVA_HOME']
  const program = home === undefined ? 'java' : join(home, 'bin', 'java')
  if (home !== undefined && !existsSync(program))
    throw new NotObtained(`JAVA_HOME has no bin/java: ${home}`)
  await runTool(program, ['-version'], process.cwd())
  return program
}

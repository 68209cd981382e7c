import { renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { keepFolder } from './cache-folder.ts'
import { findJava } from './java.ts'
import { obtainMavenFile } from './maven-artifact.ts'
import { runTool } from './run-tool.ts'

export const KEYCLOAK_VERSION = '26.7.3'
const SHA256 = '27a6535553c3cdcd083872ba40629efafb3475e3b758e0c6f691395561dd0f1f'

/** Options that Keycloak compiles in; with another list another folder is built. */
const BUILD_OPTIONS = ['--db=dev-mem', '--cache=local']

/**
 * Keycloak's own distribution, unpacked and built: that takes a minute or two, once.
 *
 * @returns Its folder.
 * @throws NotObtained without Java, Maven, unzip or the network.
 */
export async function obtainKeycloak(): Promise<string> {
  await findJava()
  return keepFolder('keycloak', [SHA256, ...BUILD_OPTIONS].join(' '), async (made) => {
    const zip = await obtainMavenFile({
      group: 'org.keycloak',
      name: 'keycloak-quarkus-dist',
      version: KEYCLOAK_VERSION,
      packaging: 'zip',
      sha256: SHA256,
    })
    await runTool('unzip', ['-q', zip, '-d', made], made)
    // The build writes absolute paths nowhere: the folder can be moved.
    const unpacked = join(made, `keycloak-${KEYCLOAK_VERSION}`)
    await runTool(join(unpacked, 'bin', 'kc.sh'), ['build', ...BUILD_OPTIONS], unpacked)
    renameSync(unpacked, join(made, 'keycloak'))
    rmSync(zip)
  }).then((folder) => join(folder, 'keycloak'))
}

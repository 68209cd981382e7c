import { join } from 'node:path'
import { findFreePort } from '../free-port.ts'
import { obtainKeycloak } from '../obtain/keycloak.ts'
import type { RunningServer } from '../scene.ts'
import { startProcess } from '../server-process.ts'
import { BOOTSTRAP, type KeycloakAdmin, makeRealm } from './keycloak-admin.ts'

/** On a busy machine with two cores a start takes two minutes. */
const START_LIMIT_MS = 480_000

/** Starts Keycloak with its data in memory, and makes the realm. */
export async function startKeycloak(): Promise<RunningServer & { admin: KeycloakAdmin }> {
  const cwd = await obtainKeycloak()
  const port = await findFreePort()
  const origin = `http://127.0.0.1:${port}`
  const { stop } = await startProcess({
    program: join(cwd, 'bin', 'kc.sh'),
    args: [
      'start',
      '--optimized',
      '--http-enabled=true',
      '--hostname-strict=false',
      '--http-host=127.0.0.1',
      `--http-port=${port}`,
    ],
    cwd,
    env: BOOTSTRAP,
    readyUrl: `${origin}/realms/master`,
    limitMs: START_LIMIT_MS,
  })
  try {
    const { issuer, admin, mintToken, countClients } = await makeRealm(origin)
    return {
      host: issuer,
      provider: 'keycloak',
      ports: [port],
      mintToken,
      countClients,
      admin,
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

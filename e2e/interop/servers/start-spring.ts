import { findFreePort } from '../free-port.ts'
import { findJava } from '../obtain/java.ts'
import { obtainSpring } from '../obtain/spring.ts'
import type { RunningServer } from '../scene.ts'
import { startProcess } from '../server-process.ts'
import { countAt } from './count-at.ts'

const START_LIMIT_MS = 300_000

/** Starts Spring Authorization Server with one of its registration endpoints. */
export async function startSpring(registration: 'oidc' | 'rfc7591'): Promise<RunningServer> {
  const classPath = await obtainSpring()
  const port = await findFreePort()
  const origin = `http://127.0.0.1:${port}`
  const { stop } = await startProcess({
    program: await findJava(),
    args: [
      '-cp',
      classPath,
      'lab.App',
      '--server.address=127.0.0.1',
      `--server.port=${port}`,
      `--lab.registration=${registration}`,
    ],
    cwd: process.cwd(),
    readyUrl: `${origin}/interop/clients`,
    limitMs: START_LIMIT_MS,
  })
  return {
    host: origin,
    provider: 'other',
    ports: [port],
    countClients: () => countAt(origin),
    ...(registration === 'oidc' && { mintToken: () => mintToken(origin) }),
    stop,
  }
}

/** A token with the one scope that registration takes; each is good for one client. */
async function mintToken(origin: string): Promise<string> {
  const answer = await fetch(`${origin}/oauth2/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from('registrar:secret').toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'client.create' }),
  })
  const { access_token: token } = (await answer.json()) as { access_token: string }
  return token
}

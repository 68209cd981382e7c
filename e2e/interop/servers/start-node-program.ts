import { findFreePort } from '../free-port.ts'
import { obtainNpmFolder } from '../obtain/npm-folder.ts'
import type { RunningServer } from '../scene.ts'
import { startProcess } from '../server-process.ts'
import { countAt } from './count-at.ts'

const START_LIMIT_MS = 90_000

/** Starts `server.mjs` of one of the folders in `packages/`, with its packages from npm. */
export async function startNodeProgram(
  name: string,
  { path = '', args = [] }: { path?: string; args?: readonly string[] } = {},
): Promise<RunningServer> {
  const cwd = await obtainNpmFolder(name)
  const port = await findFreePort()
  const origin = `http://127.0.0.1:${port}`
  const { stop } = await startProcess({
    program: process.execPath,
    args: [...args, 'server.mjs'],
    cwd,
    env: { PORT: String(port) },
    readyUrl: `${origin}/interop/clients`,
    limitMs: START_LIMIT_MS,
  })
  return {
    host: origin + path,
    provider: 'other',
    ports: [port],
    countClients: () => countAt(origin),
    stop,
  }
}

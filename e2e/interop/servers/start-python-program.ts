import { findFreePort } from '../free-port.ts'
import { obtainPython } from '../obtain/python-venv.ts'
import type { RunningServer } from '../scene.ts'
import { startProcess } from '../server-process.ts'
import { countAt } from './count-at.ts'

const START_LIMIT_MS = 180_000

/** Starts one of the programs in `packages/python`. */
export async function startPythonProgram(
  program: string,
  env: Record<string, string> = {},
): Promise<RunningServer> {
  const { python, folder } = await obtainPython()
  const port = await findFreePort()
  const origin = `http://127.0.0.1:${port}`
  const { stop } = await startProcess({
    program: python,
    args: [program],
    cwd: folder,
    env: { ...env, PORT: String(port), PYTHONUNBUFFERED: '1' },
    readyUrl: `${origin}/interop/clients`,
    limitMs: START_LIMIT_MS,
  })
  return {
    host: origin,
    provider: 'other',
    ports: [port],
    countClients: () => countAt(origin),
    stop,
  }
}

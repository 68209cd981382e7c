import type { RunningServer } from '../scene.ts'

/** The environment that gives a command the server's initial access token, where it wants one. */
export async function credentialOf(server: RunningServer): Promise<Record<string, string>> {
  const token = await server.mintToken?.()
  return token === undefined ? {} : { DCR_LAB_API_TOKEN: token }
}

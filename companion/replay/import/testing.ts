import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { ReplayImport } from '#shared/contract/replay/replay-import.ts'
import { isSecretName } from '#shared/secrets/secret-names.ts'
import { importRequests } from './import-requests.ts'

export const GATEWAY = 'http://127.0.0.1:8791'

/** Imports with a store of secrets of its own. */
export async function read(text: string): Promise<ReplayImport & { kept: Record<string, string> }> {
  const secrets = new Map<string, string>()
  const keepFound = async (source: string, value: string): Promise<string> => {
    const known = [...secrets].find(([, secret]) => secret === value)
    if (known) return known[0]
    const name = source.toLowerCase().replace(/[^a-z0-9]+/g, '-')
    secrets.set(name, value)
    return name
  }
  const imported = await importRequests(
    { keepFound, isSecretName, gateway: GATEWAY },
    text,
    undefined,
  )
  return { ...imported, kept: Object.fromEntries(secrets) }
}

/** The request of an import that has one. */
export function only({
  requests,
}: Pick<ReplayImport, 'requests'>): ReplayImport['requests'][number]['request'] | undefined {
  expect(requests).toHaveLength(1)
  return requests[0]?.request
}

/** What Chromium 156 and Playwright 1.65 wrote about the same requests. */
export function readFixture(name: string): Promise<string> {
  return readFile(join(import.meta.dirname, 'fixtures', name), 'utf8')
}

import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** Where obtained servers are kept between runs: never in the repository. */
export function findCache(): string {
  const base = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache')
  const cache = join(base, 'dcr-lab', 'interop')
  mkdirSync(cache, { recursive: true })
  return cache
}

/**
 * A folder that `fill` makes once for each content of `lock`. It takes its place when it is whole, so that a
 * download that broke off is never taken for a server.
 */
export async function keepFolder(
  name: string,
  lock: string | Buffer,
  fill: (folder: string) => Promise<void>,
): Promise<string> {
  const key = createHash('sha256').update(lock).digest('hex').slice(0, 16)
  const place = join(findCache(), `${name}-${key}`)
  if (existsSync(place)) return place
  const made = mkdtempSync(join(findCache(), `${name}-new-`))
  try {
    await fill(made)
    renameSync(made, place)
  } finally {
    rmSync(made, { recursive: true, force: true })
  }
  return place
}

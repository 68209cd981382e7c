import pino, { type Logger } from 'pino'
import type { SecretRegistry } from './secret-registry.ts'

const STDERR = 2

/** The log on stderr, one JSON line for each entry, with every known secret masked. */
export function createLog(level: string, registry: Pick<SecretRegistry, 'mask'>): Logger {
  const stderr = pino.destination({ fd: STDERR, sync: true })
  return pino({ level, base: null }, { write: (line) => void stderr.write(registry.mask(line)) })
}

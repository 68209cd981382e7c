import type { Catalogue } from '../catalogue.ts'
import { EN } from '../en/en.ts'

/** The English catalogue with marks around each text: what shows without marks was written elsewhere. */
export const PSEUDO = mark(EN) as Catalogue

function mark(entry: unknown): unknown {
  if (typeof entry === 'string') return entry.startsWith('https://') ? entry : `⟦${entry}⟧`
  if (typeof entry === 'function')
    return (...facts: unknown[]) => `⟦${(entry as (...facts: unknown[]) => string)(...facts)}⟧`
  return Object.fromEntries(
    Object.entries(entry as object).map(([name, inner]) => [name, mark(inner)]),
  )
}

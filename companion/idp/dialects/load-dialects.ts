import { DIALECT_IDS } from '#shared/idp/dialects.ts'
import type { DialectDefinition } from './dialect.ts'

/** The definition of every dialect in the list, by id: a new one needs a line there and its file. */
export async function loadDialects(): Promise<ReadonlyMap<string, DialectDefinition>> {
  const entries = DIALECT_IDS.map(async (id): Promise<[string, DialectDefinition]> => {
    const { dialect } = (await import(`./${id}/dialect.ts`)) as { dialect: DialectDefinition }
    return [id, dialect]
  })
  return new Map(await Promise.all(entries))
}

import type { IncomingMessage, ServerResponse } from 'node:http'
import { DEFAULT_DIALECT } from '#shared/idp/dialects.ts'
import type { Dialect, DialectDefinition, DialectDeps, DialectPaths } from './dialect.ts'

/** The dialects of the embedded identity provider, each opened when it is first asked for. */
export interface Dialects {
  /** @throws RangeError when there is no such dialect. */
  open(id: string): Promise<Dialect>
  /** @throws RangeError when there is no such dialect. */
  pathsOf(id: string): DialectPaths
  /** The dialect that answers at this path; the default one has all that no other takes. */
  findByPath(path: string): string
  handle(id: string, request: IncomingMessage, response: ServerResponse): void
}

/** @param definitions - By id, which is the first segment of every path of the dialect. */
export function createDialects(
  deps: Omit<DialectDeps, 'id'>,
  definitions: ReadonlyMap<string, DialectDefinition>,
): Dialects {
  const opened = new Map<string, Promise<Dialect>>()
  const ids = [...definitions.keys()]
  const define = (id: string): DialectDefinition => {
    const definition = definitions.get(id)
    if (!definition) throw new RangeError(`There is no dialect "${id}"`)
    return definition
  }
  const open = (id: string): Promise<Dialect> => {
    const known = opened.get(id) ?? define(id).open({ ...deps, id })
    opened.set(id, known)
    return known
  }
  return {
    open,
    pathsOf: (id) => define(id).paths,
    findByPath(path) {
      const inserted = path.replace(/^\/\.well-known\/[a-z-]+/, '')
      const [, first] = /^\/([^/?]+)/.exec(inserted) ?? []
      return ids.find((id) => id === first) ?? DEFAULT_DIALECT
    },
    handle(id, request, response) {
      const end = (status: number): void => {
        response.statusCode = status
        response.end()
      }
      open(id).then(
        ({ handler }) => handler(request as never, response as never, () => end(404)),
        () => end(500),
      )
    },
  }
}

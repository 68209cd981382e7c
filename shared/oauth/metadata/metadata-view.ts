/** Client metadata as rules read it: a member of another type counts as absent. */
export interface MetadataView {
  has: (name: string) => boolean
  is: (name: string) => boolean
  text: (name: string) => string | undefined
  list: (name: string) => readonly string[]
}

export function createMetadataView(metadata: Readonly<Record<string, unknown>>): MetadataView {
  return {
    has: (name) => metadata[name] !== undefined && metadata[name] !== null,
    is: (name) => metadata[name] === true,
    text(name) {
      const value = metadata[name]
      return typeof value === 'string' ? value : undefined
    },
    list(name) {
      const value = metadata[name]
      return Array.isArray(value) ? value.map(String) : []
    },
  }
}

/** The part of Postman's library that is used here; the types that the package carries lack half of it. */
declare module 'postman-collection' {
  interface List<T> {
    all(): T[]
    get(key: string): unknown
    count(): number
  }

  interface Variable {
    key?: string | undefined
    value?: unknown
    type?: string | undefined
    disabled?: boolean | undefined
  }

  interface Group {
    name?: string | undefined
    events: List<unknown>
  }

  export interface RequestBody {
    toJSON(): unknown
  }

  export interface Item extends Group {
    name: string
    request: {
      method: string
      url: { toString(): string }
      headers: List<{ key: string; value: unknown; disabled?: boolean | undefined }>
      body?: RequestBody | undefined
    }
    /** Its own authorization, or that of the folders around it. */
    getAuth(): { type: string; parameters(): List<Variable> } | undefined
    forEachParent(options: { withRoot: boolean }, visit: (parent: Group) => void): void
  }

  export interface Collection extends Group {
    variables: List<Variable>
    forEachItem(visit: (item: Item) => void): void
    forEachItemGroup(visit: (group: Group) => void): void
  }

  const postman: { Collection: new (definition: object) => Collection }
  export default postman
}

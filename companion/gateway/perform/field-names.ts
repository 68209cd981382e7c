/**
 * Names of fields, in lower case, that are looked for in each message. Most other names have a length
 * that none of these has, and are told apart by that alone.
 */
export class FieldNames {
  readonly #names: ReadonlySet<string>
  readonly #hasLength: readonly boolean[]

  constructor(names: readonly string[]) {
    this.#names = new Set(names)
    const longest = Math.max(0, ...names.map((name) => name.length))
    this.#hasLength = Array.from({ length: longest + 1 }, (_, length) =>
      names.some((name) => name.length === length),
    )
  }

  has(name: string): boolean {
    return this.#hasLength[name.length] === true && this.#names.has(name)
  }
}

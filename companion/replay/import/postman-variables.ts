import { isSecretName } from '#shared/secrets/secret-names.ts'
import { referTo } from '../secret-references.ts'

const PLACEHOLDER = /\{\{([^{}]{1,200})\}\}/g

/** Depth to which a variable may refer to another one. */
const DEPTH = 5

/**
 * How many characters all values of a collection may come to: as many as a text to import may have. Variables
 * that refer to each other many times would fill the memory otherwise.
 */
const MOST_CHARACTERS = 10_000_000

/** The variables of a collection, by name. */
export class PostmanVariables {
  readonly #values: ReadonlyMap<string, string>
  #room = MOST_CHARACTERS
  /** Those that the collection does not define. */
  readonly missing = new Set<string>()

  constructor(values: ReadonlyMap<string, string>) {
    this.#values = values
  }

  /** True once values were left out because they came to too much. */
  get isFull(): boolean {
    return this.#room < 0
  }

  /** Puts values in the place of variables. What is not defined stays, as a reference where its name is a secret's. */
  fill(text: string, depth = 0): string {
    return text.replace(PLACEHOLDER, (whole, name: string) => {
      const value = this.#values.get(name.trim())
      if (value !== undefined && depth < DEPTH) {
        this.#room -= value.length
        return this.isFull ? whole : this.fill(value, depth + 1)
      }
      if (name.startsWith('secret:')) return whole
      this.missing.add(name)
      return isSecretName(name) ? referTo(toName(name)) : whole
    })
  }
}

/** A variable's name as the name of a secret. */
function toName(name: string): string {
  return name.replace(/[^A-Za-z0-9_.-]+/g, '-').slice(0, 80)
}

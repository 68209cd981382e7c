import { randomUUID } from 'node:crypto'

const CAPACITY = 200

/** Forms that were refused, so that the page which says why has an address of its own. */
export interface RefusedForms<T> {
  /** @returns The id that the page's address carries. */
  keep(owner: string, form: T): string
  find(owner: string, id: string): T | undefined
}

/**
 * A page that is the answer to a POST cannot be gone back to without the browser asking to send the
 * form again; so a refusal is redirected to, like a success. Kept in memory, the oldest go first.
 */
export function createRefusedForms<T>(): RefusedForms<T> {
  const forms = new Map<string, { owner: string; form: T }>()
  return {
    keep(owner, form) {
      const id = randomUUID()
      forms.set(id, { owner, form })
      const [oldest] = forms.keys()
      if (forms.size > CAPACITY && oldest !== undefined) forms.delete(oldest)
      return id
    },
    find(owner, id) {
      const kept = forms.get(id)
      return kept?.owner === owner ? kept.form : undefined
    },
  }
}

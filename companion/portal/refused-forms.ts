import { randomUUID } from 'node:crypto'

const CAPACITY = 200

/** Refused forms, kept so that the page with the reason has its own URL. */
export interface RefusedForms<T> {
  /** @returns The id in the page's URL. */
  keep(owner: string, form: T): string
  find(owner: string, id: string): T | undefined
}

/**
 * When a POST is answered with a page, Back makes the browser ask whether to send the form again; so a
 * refusal is a redirect, like a success (Post/Redirect/Get). Kept in memory; the oldest forms are dropped
 * first.
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

import { refuse } from '../dialect-error.ts'
import type { DialectProfile } from './profile.ts'

/**
 * Gives the default scopes to who asks for none, and refuses unknown ones, which the engine would
 * leave out without a word.
 *
 * @see [RFC 6749 §3.3](https://www.rfc-editor.org/rfc/rfc6749.html#section-3.3)
 */
export const prepareScopes: DialectProfile['token']['prepare'] = (form, { state }) => {
  if (form.get('grant_type') !== 'client_credentials') return
  const asked = (form.get('scope') ?? '').split(' ').filter(Boolean)
  const known = state.scopes()
  const unknown = asked.find((name) => !known.some((scope) => scope.name === name))
  if (unknown !== undefined)
    throw refuse(400, 'invalid_scope', `The scope ${unknown.slice(0, 100)} is not known here.`)
  const chosen =
    asked.length > 0 ? asked : known.filter((scope) => scope.default).map(({ name }) => name)
  form.set('scope', chosen.join(' '))
}

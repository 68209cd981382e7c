import type { Seen } from './evidence.ts'

/** Members of client metadata as refusals name them: by their name on the wire, or in plain words. */
const WORDS: readonly (readonly [string, RegExp])[] = [
  ['post_logout_redirect_uris', /\bpost_logout_redirect_uris?\b/i],
  ['redirect_uris', /\bredirect(?:ion)?[ _-]?ur[il]s?\b/i],
  ['grant_types', /\bgrant[ _-]?types?\b|\b(?:client_credentials|authorization_code) grant\b/i],
  ['response_types', /\bresponse[ _-]?types?\b/i],
  ['token_endpoint_auth_method', /\btoken[ _-]?endpoint[ _-]?auth(?:entication)?[ _-]?method\b/i],
  ['application_type', /\bapplication[ _-]?type\b/i],
  ['client_name', /\bclient[ _-]?name\b/i],
  ['client_uri', /\bclient_uri\b/i],
  ['logo_uri', /\blogo(?:_uri| URL| URI)\b/i],
  ['tos_uri', /\btos_uri\b/i],
  ['policy_uri', /\bpolicy_uri\b/i],
  ['jwks_uri', /\bjwks_uri\b/i],
  ['sector_identifier_uri', /\bsector_identifier_uri\b/i],
  ['initiate_login_uri', /\binitiate_login_uri\b/i],
  ['contacts', /\bcontacts\b/i],
  ['software_id', /\bsoftware_id\b/i],
  ['scope', /\bscopes?\b/i],
]

/**
 * The member that the words of a refusal name first. The code `invalid_redirect_uri` counts where the words
 * name none: some providers use it for every address.
 */
export function findNamedMember({ error = '', description, text }: Seen): string | undefined {
  const isCode = /^[a-z]+(?:_[a-z]+)*$/.test(error)
  // Where the provider's words are in no known member, they are somewhere in the body.
  const said = description ?? (error === '' ? text : '')
  const words = isCode ? said : `${error} ${said}`
  const [first] = WORDS.map(([member, pattern]) => ({ member, at: words.search(pattern) }))
    .filter(({ at }) => at >= 0)
    .toSorted((left, right) => left.at - right.at)
  return first?.member ?? (error === 'invalid_redirect_uri' ? 'redirect_uris' : undefined)
}

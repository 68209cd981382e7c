import type { ContradictionRule } from './contradiction-rule.ts'
import type { MetadataView } from '../metadata-view.ts'

const CIBA_GRANT = 'urn:openid:params:grant-type:ciba'

/** Grants that give no refresh token, and the one that uses it. */
const NEVER_RENEWED = new Set(['client_credentials', 'implicit', 'refresh_token'])

/** @see [RFC 7591 §2.1](https://www.rfc-editor.org/rfc/rfc7591.html#section-2.1) which response types need which grant */
function findMissingGrant({ list }: MetadataView): string | undefined {
  const grants = list('grant_types')
  // Okta gives its service applications the response type token.
  const isService = grants.length === 1 && grants[0] === 'client_credentials'
  const find = (word: RegExp, grant: string): string | undefined => {
    const type = list('response_types').find((candidate) => word.test(candidate))
    return type === undefined || grants.includes(grant) || (isService && type === 'token')
      ? undefined
      : `The response type “${type}” needs the grant ${grant}: choose it too, or take the response type out.`
  }
  return find(/\bcode\b/, 'authorization_code') ?? find(/token\b/, 'implicit')
}

/** A response type for one of two such grants is enough: Okta adds the other by itself. */
function findMissingResponseType({ list, has }: MetadataView): string | undefined {
  // Left out it is "code" (RFC 7591 §2).
  if (!has('response_types') || list('response_types').some((type) => type !== 'none'))
    return undefined
  const grants = list('grant_types')
  if (grants.includes('authorization_code'))
    return 'The grant authorization_code needs the response type “code”: choose it too, or take the grant out.'
  if (grants.includes('implicit'))
    return 'The grant implicit needs the response type “token” or “id_token”: choose one, or take the grant out.'
  return undefined
}

/** What the client may ask for, and what that takes. */
export const FLOW_RULES: readonly ContradictionRule[] = [
  {
    field: 'redirect_uris',
    others: ['grant_types', 'response_types'],
    find({ list }) {
      const grant = list('grant_types').find(
        (name) => name === 'authorization_code' || name === 'implicit',
      )
      return grant === undefined || list('redirect_uris').length > 0
        ? undefined
        : `The grant ${grant} sends a user back to the app: give at least one redirect URL, or take the grant out (RFC 7591 §2).`
    },
  },
  { field: 'response_types', others: ['grant_types'], find: findMissingGrant },
  { field: 'response_types', others: ['grant_types'], find: findMissingResponseType },
  {
    field: 'grant_types',
    others: [],
    find({ list }) {
      const grants = list('grant_types')
      return !grants.includes('refresh_token') || grants.some((name) => !NEVER_RENEWED.has(name))
        ? undefined
        : 'refresh_token only renews what another grant gave. Choose that grant too, such as authorization_code, or take refresh_token out.'
    },
  },
  {
    field: 'backchannel_token_delivery_mode',
    others: ['grant_types', 'backchannel_client_notification_endpoint'],
    find({ text, list, has }) {
      const mode = text('backchannel_token_delivery_mode')
      if (mode === undefined)
        return list('grant_types').includes(CIBA_GRANT)
          ? 'The CIBA grant needs a delivery mode: choose poll, ping or push.'
          : undefined
      if (mode !== 'poll' && !has('backchannel_client_notification_endpoint'))
        return `With ${mode} the provider calls the client: give backchannel_client_notification_endpoint, or choose poll.`
      return undefined
    },
  },
  {
    field: 'sector_identifier_uri',
    others: ['subject_type', 'redirect_uris'],
    find({ text, list, has }) {
      const hosts = new Set(list('redirect_uris').map(readHost))
      return text('subject_type') !== 'pairwise' || has('sector_identifier_uri') || hosts.size < 2
        ? undefined
        : 'Pairwise subs with redirect URLs on several hosts need a sector_identifier_uri that lists them (OIDC Core §8.1).'
    },
  },
  ...(['frontchannel', 'backchannel'] as const).map((channel): ContradictionRule => {
    const uri = `${channel}_logout_uri`
    return {
      field: uri,
      others: [`${channel}_logout_session_required`],
      find: ({ is, has }) =>
        is(`${channel}_logout_session_required`) && !has(uri)
          ? `${channel}_logout_session_required says how ${uri} is called: give that address, or empty the other.`
          : undefined,
    }
  }),
]

function readHost(uri: string): string {
  return URL.canParse(uri) ? new URL(uri).hostname : uri
}

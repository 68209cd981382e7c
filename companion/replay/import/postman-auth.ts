import type { Item } from 'postman-collection'
import type { ReplayField, TokenChoice } from '#shared/contract/replay/replay-request.ts'
import type { PostmanVariables } from './postman-variables.ts'

/** What an item's authorization adds to its request. */
export interface PostmanAuth {
  token?: TokenChoice
  header?: ReplayField
  query?: ReplayField
  warning?: string
}

/** The authorization of an item, its own or that of its folders. */
export function readAuth(item: Item, variables: PostmanVariables): PostmanAuth {
  const auth = item.getAuth()
  const read = (name: string): string => variables.fill(writeText(auth?.parameters().get(name)))
  switch (auth?.type) {
    case undefined:
    case 'noauth':
      return {}
    case 'basic':
      return { token: { kind: 'basic', username: read('username'), password: read('password') } }
    case 'bearer':
      return bearer(read('token'))
    case 'oauth2':
      return readOauth2(read)
    case 'apikey':
      return readApiKey(read)
    default:
      return {
        warning: `The authorization ${auth?.type ?? ''} of ${item.name} is not supported; choose a token before you send.`,
      }
  }
}

function bearer(token: string, prefix = 'Bearer'): PostmanAuth {
  if (token === '') return {}
  return { header: { name: 'Authorization', value: `${prefix} ${token}` } }
}

function readOauth2(read: (name: string) => string): PostmanAuth {
  const token = read('accessToken')
  if (token === '')
    return {
      warning:
        'Postman would have asked for a token (OAuth 2.0); choose a kept token, or a new one of a client.',
    }
  if (read('addTokenTo') === 'queryParams') return { query: { name: 'access_token', value: token } }
  return bearer(token, read('headerPrefix').trim() || 'Bearer')
}

function readApiKey(read: (name: string) => string): PostmanAuth {
  const field = { name: read('key'), value: read('value') }
  return read('in') === 'query' ? { query: field } : { header: field }
}

function writeText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

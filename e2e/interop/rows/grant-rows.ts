import type * as z from '#shared/zod.ts'
import type { TokenOrder } from '#shared/contract/token.ts'
import type { Row, TrueEnding } from '../row.ts'
import { type ChainClient, endOf, registrationOf, tokenOf } from './client-of.ts'
import { type FormAnswers, followSignIn } from './follow-sign-in.ts'

interface GrantOptions {
  scope?: string
  name?: string
  dpop?: boolean
  expected: TrueEnding
}

const GIVEN = 'token'
/** Longer than a few of the intervals at which the companion asks. */
const DEVICE_LIMIT_MS = 60_000
const DEVICE_POLL_MS = 500

/** A token for the client itself. */
export function clientCredentialsRow(
  chain: ChainClient,
  { scope = '', dpop = false, name = 'grant: client_credentials', expected }: GrantOptions,
): Row {
  return {
    name,
    expected,
    run: ({ lab }) =>
      endOf(async () => {
        const registration = registrationOf(chain)
        const token = await lab.client.requestToken({
          body: { grant: 'client_credentials', registration, scope, dpop },
        })
        chain.token = token.id
        return { ends: GIVEN, says: `${token.token_type} ${token.scope ?? ''}` }
      }),
  }
}

/** A token from a token: refresh and exchange. */
export function fromTokenRow(
  chain: ChainClient,
  grant: Extract<z.input<typeof TokenOrder>, { token: string }>['grant'],
  { scope = '', expected }: GrantOptions,
): Row {
  return {
    name: `grant: ${grant.replace('urn:ietf:params:oauth:grant-type:', '')}`,
    expected,
    run: ({ lab }) =>
      endOf(async () => {
        const registration = registrationOf(chain)
        const token = await lab.client.requestToken({
          body: { grant, registration, scope, token: tokenOf(chain) },
        })
        chain.token = token.id
        return { ends: GIVEN, says: `${token.token_type} ${token.scope ?? ''}` }
      }),
  }
}

/** The authorization code grant, its sign-in by plain HTTP. */
export function codeFlowRow(
  chain: ChainClient,
  { answers, par = false, ...options }: GrantOptions & { answers?: FormAnswers; par?: boolean },
): Row {
  const { scope = '', dpop = false, name = 'grant: authorization_code', expected } = options
  return {
    name,
    expected,
    run: ({ lab }) =>
      endOf(async () => {
        const registration = registrationOf(chain)
        const { id, url } = await lab.client.startFlow({
          body: { grant: 'authorization_code', registration, scope, dpop, par },
        })
        const page = await followSignIn(url, answers)
        const flow = await lab.client.getFlow({ params: { flow: id } })
        if (flow.state === 'waiting') return { ends: 'waiting', says: page.slice(0, 400) }
        if (flow.token !== undefined) chain.token = flow.token
        return { ends: flow.token === undefined ? flow.state : GIVEN, says: flow.failure ?? '' }
      }),
  }
}

/** The device grant (RFC 8628): the page that the device shows, signed in and agreed to by plain HTTP. */
export function deviceRow(
  chain: ChainClient,
  { answers, scope = '', expected }: GrantOptions & { answers: FormAnswers },
): Row {
  return {
    name: 'grant: device_code',
    expected,
    run: ({ lab }) =>
      endOf(async () => {
        const registration = registrationOf(chain)
        let flow = await lab.client.startFlow({
          body: { grant: 'urn:ietf:params:oauth:grant-type:device_code', registration, scope },
        })
        const page = await followSignIn(flow.url, answers)
        const end = Date.now() + DEVICE_LIMIT_MS
        while (flow.state === 'waiting' && Date.now() < end) {
          await new Promise((resolve) => {
            setTimeout(resolve, DEVICE_POLL_MS)
          })
          flow = await lab.client.getFlow({ params: { flow: flow.id } })
        }
        if (flow.token !== undefined) chain.token = flow.token
        const says = flow.failure ?? (flow.state === 'waiting' ? page.slice(0, 400) : '')
        return { ends: flow.token === undefined ? flow.state : GIVEN, says }
      }),
  }
}

/** What the server says of the token of a chain (RFC 7662). */
export function introspectRow(chain: ChainClient, expected: TrueEnding): Row {
  return {
    name: 'token: introspect',
    expected,
    run: ({ lab }) =>
      endOf(async () => {
        const seen = await lab.client.introspectToken({ params: { token: tokenOf(chain) } })
        return { ends: `active ${String(seen['active'])}`, says: JSON.stringify(seen) }
      }),
  }
}

/** Revokes the token of a chain (RFC 7009). */
export function revokeRow(chain: ChainClient, expected: TrueEnding): Row {
  return {
    name: 'token: revoke',
    expected,
    run: ({ lab }) =>
      endOf(async () => {
        await lab.client.revokeToken({ params: { token: tokenOf(chain) } })
        return { ends: 'revoked' }
      }),
  }
}

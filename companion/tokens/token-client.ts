import {
  allowInsecureRequests,
  type AuthorizationServer,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  clientCredentialsGrantRequest,
  customFetch,
  OperationProcessingError,
  processClientCredentialsResponse,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
  type TokenEndpointResponse,
} from 'oauth4webapi'
import { AppError } from '#shared/errors/app-error.ts'
import type { Driver } from '../providers/driver.ts'
import { readProviderError } from '../providers/provider-error.ts'
import type { CallContext, Wire } from '../outgoing/client.ts'
import { createWireFetch } from '../outgoing/client-fetch.ts'

export interface TokenOrder {
  issuer: string
  token_endpoint: string
  client_id: string
  client_secret: string
  token_endpoint_auth_method: 'client_secret_post' | 'client_secret_basic'
  /** Empty: none is asked for. */
  scope: string
  /** Beyond the standard's parameters, such as `audience`. */
  parameters: Record<string, string>
  /** Explains a refusal. */
  driver: Pick<Driver, 'explain'>
  context: CallContext
}

/**
 * The client credentials grant.
 *
 * @throws AppError `TOKEN_REFUSED` with the provider's words, `PROVIDER_REPLY_INVALID`,
 * `PROVIDER_UNREACHABLE`.
 *
 * @see [RFC 6749 §4.4](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.4)
 */
export async function requestToken(
  wire: Wire,
  order: TokenOrder,
): Promise<{ token: TokenEndpointResponse; exchanges: string[] }> {
  const server: AuthorizationServer = { issuer: order.issuer, token_endpoint: order.token_endpoint }
  const client = { client_id: order.client_id }
  const exchanges: string[] = []
  const parameters = new URLSearchParams({
    ...(order.scope !== '' && { scope: order.scope }),
    ...order.parameters,
  })
  const response = await clientCredentialsGrantRequest(
    server,
    client,
    chooseAuth(order),
    parameters,
    {
      [customFetch]: createWireFetch(wire, order.context, (id) => exchanges.push(id)),
      // Labs live on plain http; people with a real provider give an https address.
      [allowInsecureRequests]: true,
    },
  )
  const text = await response.clone().text()
  try {
    const token = await processClientCredentialsResponse(server, client, response)
    return { token, exchanges }
  } catch (error) {
    throw explain(error, { status: response.status, text, driver: order.driver })
  }
}

function chooseAuth({ token_endpoint_auth_method, client_secret }: TokenOrder): ClientAuth {
  return token_endpoint_auth_method === 'client_secret_basic'
    ? ClientSecretBasic(client_secret)
    : ClientSecretPost(client_secret)
}

interface Answer extends Pick<TokenOrder, 'driver'> {
  status: number
  text: string
}

function explain(error: unknown, { status, text, driver }: Answer): unknown {
  const isRefusal =
    error instanceof ResponseBodyError ||
    error instanceof WWWAuthenticateChallengeError ||
    status >= 400
  if (isRefusal) {
    const refusal = readProviderError(status, text)
    const words = [refusal.error, refusal.description].filter(Boolean).join(': ')
    return new AppError('TOKEN_REFUSED', {
      detail: `The token endpoint answered ${status}${words ? `: ${words}` : ''}`,
      hint: 'The exchange below shows what was sent and what came back.',
      ...driver.explain(refusal),
      cause: error,
    })
  }
  if (error instanceof OperationProcessingError || error instanceof TypeError) {
    return new AppError('PROVIDER_REPLY_INVALID', {
      detail: `The token endpoint answered ${status}, but the answer is no token: ${error.message}.`,
      hint: 'Check that the token endpoint address is right.',
      cause: error,
    })
  }
  return error
}

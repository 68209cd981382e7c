import { createServer } from 'node:http'
import { once } from 'node:events'
import express, { type RequestHandler } from 'express'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import {
  allowInsecureRequests,
  ClientSecretBasic,
  clientCredentialsGrant,
  type Configuration,
  dynamicClientRegistration,
} from 'openid-client'

export interface OrdersApp {
  url: string
  close(): Promise<void>
}

/** Somebody's own API: it serves orders to whoever brings a token of its issuer. */
export async function startOrdersApi(issuer: string, jwksUri: string): Promise<OrdersApp> {
  const keys = createRemoteJWKSet(new URL(jwksUri), { cooldownDuration: 0 })
  const app = express()
  const authenticate: RequestHandler = async (request, response, next) => {
    const [, token = ''] = /^Bearer (.+)$/.exec(request.headers.authorization ?? '') ?? []
    try {
      await jwtVerify(token, keys, { issuer })
      next()
    } catch {
      response.status(401).json({ error: 'invalid_token' })
    }
  }
  app.get('/orders', authenticate, (_request, response) => {
    response.json([{ id: 1, item: 'a book' }])
  })
  const server = createServer(app).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

/** Somebody's own client: it registers itself and fetches orders with a token. */
export async function registerOrdersClient(
  issuer: string,
  initialAccessToken: string | undefined,
): Promise<{ clientId: string; fetchOrders: (api: string) => Promise<Response> }> {
  const config: Configuration = await dynamicClientRegistration(
    new URL(issuer),
    {
      client_name: 'Orders client',
      grant_types: ['client_credentials'],
      response_types: [],
      redirect_uris: [],
      token_endpoint_auth_method: 'client_secret_basic',
    },
    ClientSecretBasic(),
    {
      execute: [allowInsecureRequests],
      ...(initialAccessToken !== undefined && { initialAccessToken }),
    },
  )
  return {
    clientId: config.clientMetadata().client_id,
    async fetchOrders(api) {
      const { access_token } = await clientCredentialsGrant(config)
      return fetch(`${api}/orders`, { headers: { authorization: `Bearer ${access_token}` } })
    },
  }
}

import { createPublicKey } from 'node:crypto'
import express, { type Express } from 'express'
import { guardHost } from '../../../http/guard-host.ts'
import { ignoreResource } from '../ignore-resource.ts'
import { signInRoutes } from '../../console/sign-in-routes.ts'
import type { KeyRing } from '../../engine/key-ring.ts'
import { openRefreshTokens } from '../../engine/refresh-tokens.ts'
import { createRotatingEngine, type RotatingEngine } from '../../engine/rotating-engine.ts'
import { refuseAuthorization } from './authorization-checks.ts'
import { describeRealm } from './describe-realm.ts'
import { createKeycloakEngine } from './keycloak-engine.ts'
import { METADATA_PATHS, PROTOCOL_PATH, REALM_PATH, type Realm } from './realm.ts'
import { say } from './refusals.ts'
import { registrationRoutes } from './registration-routes.ts'
import { answerErrors, CLIENT_TYPE, sendJson } from './send.ts'
import type { TokenPlans } from './token-plans.ts'
import { tokenRoutes } from './token-routes.ts'

/** The realm "lab": Keycloak's own words in front, the engine behind. */
export function createKeycloakApp(
  realm: Realm,
  ring: KeyRing,
): { app: Express; engine: RotatingEngine } {
  const plans: TokenPlans = new WeakMap()
  const engine = createRotatingEngine(ring, (keys) => createKeycloakEngine(realm, plans, keys))
  const app = express()
  app.disable('x-powered-by')
  app.set('case sensitive routing', true)
  app.set('query parser', 'simple')
  app.use(guardHost(() => Number(new URL(realm.origin).port)))
  app.use(describing(realm))
  app.use(registrationRoutes(realm))
  app.use(
    signInRoutes(`${REALM_PATH}/interaction`, engine, (id) => {
      const name = realm.clients.find(id)?.metadata['client_name']
      return typeof name === 'string' ? name : undefined
    }),
  )
  app.use(
    ['auth', 'token', 'ext/par/request'].map((place) => `${REALM_PATH}${PROTOCOL_PATH}/${place}`),
    ...ignoreResource,
  )
  app.get(`${REALM_PATH}${PROTOCOL_PATH}/auth`, (request, response, next) => {
    if (!refuseAuthorization(request, response, realm)) next()
  })
  app.use(
    tokenRoutes(
      realm,
      plans,
      openRefreshTokens(() => engine.current()),
    ),
  )
  app.use(REALM_PATH, (request, response, next) => {
    if (!isServed(request.path)) return next()
    engine.handle(request, response)
  })
  app.use((request) => {
    const [, name] = /^\/keycloak\/realms\/([^/]+)/.exec(request.path) ?? []
    const isOther = name !== undefined && name !== 'lab'
    throw say(404, isOther ? 'Realm does not exist' : 'HTTP 404 Not Found')
  })
  app.use(answerErrors)
  return { app, engine }
}

/** Where the engine answers, below the realm. */
function isServed(path: string): boolean {
  return path.startsWith(`${PROTOCOL_PATH}/`) || /^\/(?:interaction|device)(?:\/|$)/.test(path)
}

function describing(realm: Realm): express.Router {
  const router = express.Router({ caseSensitive: true })
  router.get([...METADATA_PATHS], (request, response) => {
    const { origin } = request.headers
    if (origin !== undefined) {
      response.setHeader('access-control-allow-origin', origin)
      response.setHeader('access-control-allow-credentials', 'true')
    }
    response.setHeader('cache-control', 'no-cache, must-revalidate, no-transform, no-store')
    sendJson(response, describeRealm(realm))
  })
  router.get(`${REALM_PATH}${PROTOCOL_PATH}/certs`, (_request, response) => {
    response.setHeader('cache-control', 'no-cache')
    sendJson(response, { keys: realm.keys.published().map(({ publicJwk }) => publicJwk) })
  })
  router.get(REALM_PATH, (_request, response) => {
    response.setHeader('cache-control', 'no-cache')
    const body = {
      realm: 'lab',
      public_key: publicKeyOf(realm),
      'token-service': realm.issuer + PROTOCOL_PATH,
      'account-service': `${realm.issuer}/account`,
      'tokens-not-before': 0,
    }
    sendJson(response, body, CLIENT_TYPE)
  })
  return router
}

/** The key that signs, as one line. */
function publicKeyOf({ keys }: Realm): string {
  const [key] = keys.published()
  const der = createPublicKey({ key: key?.publicJwk as never, format: 'jwk' })
  return der.export({ type: 'spki', format: 'der' }).toString('base64')
}

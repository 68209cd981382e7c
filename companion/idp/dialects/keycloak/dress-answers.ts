import { decodeJwt, importJWK, type JWTPayload, SignJWT } from 'jose'
import type { KoaContextWithOIDC, Provider } from 'oidc-provider'
import { renderPage } from '../../pages/console-pages.tsx'
import { RefusalPage } from '../../pages/engine-pages.tsx'
import type { Realm } from './realm.ts'
import type { TokenPlan, TokenPlans } from './token-plans.ts'
import { translateRefusal } from './token-requests.ts'
import { uuidOf } from './token-shape.ts'

const ALLOWED = 'access-control-allow-origin'
const EXPOSED = 'access-control-expose-headers'

/** Seconds that a session without use lives. */
const SESSION_SECONDS = 1800

interface Tools {
  realm: Realm
  plans: TokenPlans
}

/** Says what the engine answers as Keycloak would: the members of a token answer, and its refusals. */
export function dressAnswers(provider: Provider, { realm, plans }: Tools): Provider {
  const details = new WeakMap<object, string>()
  provider.on('grant.error', (context, error) => {
    const { error_detail, cause } = error as { error_detail?: string; cause?: unknown }
    details.set(context.req, error_detail ?? (cause instanceof Error ? cause.message : ''))
  })
  provider.use(async (context: KoaContextWithOIDC, next) => {
    const allowed = context.res.getHeader(ALLOWED)
    await next()
    // The engine lets every page read; whom Keycloak lets, was decided before.
    if (allowed === undefined) for (const name of [ALLOWED, EXPOSED]) context.remove(name)
    else context.set({ [ALLOWED]: String(allowed), [EXPOSED]: 'Access-Control-Allow-Methods' })
    const plan = plans.get(context.req)
    // An unknown address has no route, whatever the type says.
    const { oidc } = context as Partial<KoaContextWithOIDC>
    if (oidc?.route === 'token' && plan)
      await dressTokenAnswer(context, plan, { realm, detail: details.get(context.req) ?? '' })
    else dressOthers(context, oidc?.route)
    // Koa would name the letters, too.
    if (typeof context.body === 'object' && context.body !== null)
      context.set('content-type', 'application/json')
  })
  return provider
}

async function dressTokenAnswer(
  context: KoaContextWithOIDC,
  plan: TokenPlan,
  { realm, detail }: { realm: Realm; detail: string },
): Promise<void> {
  const body = context.body as Record<string, unknown>
  if (typeof body['error'] !== 'string') {
    context.body = await dressTokens(body, plan, realm)
    return
  }
  const told = translateRefusal(plan.grant, { error: body['error'], detail })
  context.status = told.status
  context.body = told.body
}

function dressOthers(context: KoaContextWithOIDC, route: string | undefined): void {
  if (route === 'pushed_authorization_request') context.remove('cache-control')
  if (route === 'device_authorization' || route === 'authorization')
    context.set('cache-control', 'no-store, must-revalidate, max-age=0')
  if (route === 'device_authorization' && context.status === 200)
    Object.assign(context.body as object, { interval: 5 })
  if (route === 'authorization' && context.status === 303) redirectAsKeycloak(context)
}

/** It redirects with 302 and without a page, and says of a missing sign-in no more than its code. */
function redirectAsKeycloak(context: KoaContextWithOIDC): void {
  const location = String(context.res.getHeader('location'))
  if (/[?&]error=invalid_request_uri&/.test(location)) {
    context.remove('location')
    context.remove('cache-control')
    const description = 'Invalid parameter: request_uri'
    context.status = 400
    context.body = renderPage(RefusalPage({ error: 'We are sorry...', description }))
    context.set('content-type', 'text/html;charset=utf-8')
    return
  }
  context.body = ''
  context.status = 302
  context.remove('content-type')
  context.set(
    'location',
    location.replace(/([?&]error=login_required)&error_description=[^&]*/, '$1'),
  )
}

async function dressTokens(
  body: Record<string, unknown>,
  plan: TokenPlan,
  realm: Realm,
): Promise<Record<string, unknown>> {
  const {
    access_token,
    expires_in,
    token_type,
    refresh_token,
    id_token,
    scope: _own,
    ...rest
  } = body
  const isPerson = plan.grant !== 'client_credentials'
  const { aud: _account, ...claims } = decodeJwt(String(access_token))
  const azp = String(claims['azp'])
  const ownIdToken = plan.isOpenid
    ? await signIdToken({ sub: plan.sub ?? '', azp }, realm)
    : undefined
  return {
    // The engine signs nothing without an audience.
    access_token: plan.hasAudience ? access_token : await sign(claims, realm),
    expires_in,
    refresh_expires_in: refresh_token === undefined ? 0 : SESSION_SECONDS,
    ...(refresh_token !== undefined && { refresh_token }),
    token_type,
    ...((id_token ?? ownIdToken) !== undefined && { id_token: id_token ?? ownIdToken }),
    'not-before-policy': 0,
    ...(isPerson && { session_state: uuidOf(`${plan.sub ?? ''} ${azp}`) }),
    scope: plan.scope,
    ...rest,
  }
}

/** The engine gives a service no ID token; Keycloak does. */
async function signIdToken(
  { sub, azp }: { sub: string; azp: string },
  realm: Realm,
): Promise<string> {
  const iat = Math.floor(realm.now() / 1000)
  const { issuer: iss } = realm
  return sign({ iss, sub, aud: azp, azp, typ: 'ID', iat, exp: iat + 300, acr: '1' }, realm)
}

async function sign(claims: JWTPayload, { keys }: Realm): Promise<string> {
  const [key] = keys.published()
  if (!key) throw new RangeError('The realm has no key')
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: key.kid })
    .sign(await importJWK(key.privateJwk, 'RS256'))
}

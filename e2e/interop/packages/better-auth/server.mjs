// Better Auth with its oauth-provider plugin, everything in memory, open registration allowed.
import http from 'node:http'
import {
  oauthProvider,
  oauthProviderAuthServerMetadata,
  oauthProviderOpenIdConfigMetadata,
} from '@better-auth/oauth-provider'
import { betterAuth } from 'better-auth'
import { memoryAdapter } from 'better-auth/adapters/memory'
import { toNodeHandler } from 'better-auth/node'
import { jwt } from 'better-auth/plugins'

const ANN = { email: 'ann@example.org', password: 'correct horse' }
const port = Number(process.env.PORT)
const origin = `http://127.0.0.1:${port}`
const TABLES =
  'user session account verification jwks oauthClient oauthRefreshToken oauthAccessToken oauthConsent oauthClientAssertion oauthClientResource oauthResource oauthApplication rateLimit'
const tables = Object.fromEntries(TABLES.split(' ').map((name) => [name, []]))
const auth = betterAuth({
  baseURL: origin,
  basePath: '/api/auth',
  secret: 'x'.repeat(40),
  database: memoryAdapter(tables),
  emailAndPassword: { enabled: true },
  trustedOrigins: [origin],
  telemetry: { enabled: false },
  rateLimit: { enabled: false },
  disabledPaths: ['/token'],
  plugins: [
    jwt(),
    oauthProvider({
      loginPage: '/sign-in',
      consentPage: '/consent',
      allowDynamicClientRegistration: true,
      allowUnauthenticatedClientRegistration: true,
      scopes: ['openid', 'profile', 'email', 'offline_access', 'tyk'],
      clientRegistrationDefaultScopes: ['openid', 'tyk'],
      clientRegistrationAllowedScopes: ['profile', 'email', 'offline_access'],
      validAudiences: [origin, `${origin}/api`],
      rateLimit: { register: false, token: false, authorize: false },
    }),
  ],
})
const authHandler = toNodeHandler(auth)
const metadata = {
  '/.well-known/oauth-authorization-server': oauthProviderAuthServerMetadata(auth),
  '/.well-known/openid-configuration': oauthProviderOpenIdConfigMetadata(auth),
}

/** The application's own sign-in page: signs the one user in, and goes back to where she came from. */
async function signIn(request, response) {
  const { headers } = await auth.api.signInEmail({ body: ANN, returnHeaders: true })
  response.writeHead(302, {
    location: `/api/auth/oauth2/authorize${new URL(request.url, origin).search}`,
    'set-cookie': headers.getSetCookie(),
  })
  response.end()
}

/** Its consent page: the one user agrees to everything. */
async function consent(request, response) {
  const answer = await fetch(`${origin}/api/auth/oauth2/consent`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: request.headers.cookie ?? '', origin },
    body: JSON.stringify({
      accept: true,
      oauth_query: new URL(request.url, origin).search.slice(1),
    }),
    redirect: 'manual',
  })
  const text = await answer.text()
  const { url } = answer.ok ? JSON.parse(text) : {}
  if (url === undefined) response.writeHead(answer.status).end(text)
  else response.writeHead(302, { location: url }).end()
}

async function answer(request, response) {
  const { pathname } = new URL(request.url, origin)
  const known = Object.keys(metadata).find(
    (path) => pathname === path || pathname === `${path}/api/auth`,
  )
  if (pathname === '/interop/clients') response.end(String(tables.oauthClient.length))
  else if (known !== undefined) await sendMetadata(metadata[known], { request, response })
  else if (pathname === '/sign-in') await signIn(request, response)
  else if (pathname === '/consent') await consent(request, response)
  else if (pathname.startsWith('/api/auth')) await authHandler(request, response)
  else response.writeHead(404).end()
}

async function sendMetadata(build, { request, response }) {
  const document = await build(new Request(new URL(request.url, origin)))
  response.writeHead(document.status, Object.fromEntries(document.headers))
  response.end(await document.text())
}

await auth.api.signUpEmail({ body: { ...ANN, name: 'Ann' } })
http
  .createServer((request, response) => {
    answer(request, response).catch((error) => {
      response.writeHead(500).end(String(error))
    })
  })
  .listen(port, '127.0.0.1')

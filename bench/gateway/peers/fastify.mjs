// The assembly that most people would build with Fastify; its plugin keeps verified tokens when asked to.
import jwt from '@fastify/jwt'
import proxy from '@fastify/http-proxy'
import Fastify from 'fastify'
import buildGetJwks from 'get-jwks'

const { BENCH_UPSTREAM: upstream, BENCH_JWKS_URL: jwksUri, BENCH_TOKEN_CACHE } = process.env
const jwks = buildGetJwks({ jwksPath: new URL(jwksUri).pathname, issuersWhitelist: undefined })
const app = Fastify()
await app.register(jwt, {
  decode: { complete: true },
  verify: { cache: BENCH_TOKEN_CACHE === 'on', algorithms: ['RS256'] },
  secret: (_request, { header }) =>
    jwks.getPublicKey({ kid: header.kid, alg: header.alg, domain: new URL(jwksUri).origin }),
})
await app.register(proxy, {
  upstream,
  prefix: '/api',
  // oxlint-disable-next-line no-misused-promises -- Fastify waits for what a hook returns.
  preHandler: (request) => request.jwtVerify(),
  undici: { connections: 64, pipelining: 1 },
})
await app.listen({ port: 0, host: '127.0.0.1' })
process.send({ port: app.server.address().port })
process.on('disconnect', () => process.exit())

// The assembly that most people would build with Express, with an agent that keeps connections.
import { Agent } from 'node:http'
import express from 'express'
import { expressjwt } from 'express-jwt'
import { createProxyMiddleware } from 'http-proxy-middleware'
import jwksRsa from 'jwks-rsa'

const { BENCH_UPSTREAM: target, BENCH_JWKS_URL: jwksUri } = process.env
const app = express()
app.use(
  '/api',
  expressjwt({ secret: jwksRsa.expressJwtSecret({ jwksUri, cache: true }), algorithms: ['RS256'] }),
  createProxyMiddleware({ target, agent: new Agent({ keepAlive: true, maxSockets: 64 }) }),
)
const server = app.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }))
process.on('disconnect', () => process.exit())

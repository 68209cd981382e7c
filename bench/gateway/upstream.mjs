// The upstream of every peer, and the key set: 1 KB bodies over kept-alive connections.
import { createServer } from 'node:http'

const BODY = Buffer.from(JSON.stringify({ text: 'x'.repeat(1011) }))
const keys = process.env['BENCH_JWKS'] ?? '{"keys":[]}'

const server = createServer((request, response) => {
  const isKeySet = request.url === '/keys'
  const body = isKeySet ? keys : BODY
  response.writeHead(200, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
  })
  response.end(body)
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }))
process.on('disconnect', () => process.exit())

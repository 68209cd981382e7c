// The upstream of every peer, and the key set: 1 KB bodies over kept-alive connections; on demand as
// many bytes as are asked for, or the number of those that came.
import { createServer } from 'node:http'
import { Readable } from 'node:stream'

const BODY = Buffer.from(JSON.stringify({ text: 'x'.repeat(1011) }))
const keys = process.env['BENCH_JWKS'] ?? '{"keys":[]}'

const CHUNK = Buffer.alloc(64 * 1024, 'x')

function* makeBytes(amount) {
  for (let left = amount; left > 0; left -= CHUNK.length) yield CHUNK.subarray(0, left)
}

async function countBytes(request) {
  let total = 0
  for await (const chunk of request) total += chunk.length
  return total
}

const server = createServer((request, response) => {
  const bytes = Number(/\/bytes\/(\d+)$/.exec(request.url)?.[1] ?? 0)
  if (bytes > 0) {
    response.writeHead(200, { 'Content-Length': bytes })
    Readable.from(makeBytes(bytes)).pipe(response)
  } else if (request.method === 'POST') {
    countBytes(request).then(
      (total) => response.end(String(total)),
      () => response.destroy(),
    )
  } else {
    const isKeySet = request.url === '/keys'
    const body = isKeySet ? keys : BODY
    response.writeHead(200, {
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(body),
    })
    response.end(body)
  }
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }))
process.on('disconnect', () => process.exit())

// The limit: node:http and undici's dispatch, no authentication, no record, no limits.
import { createServer } from 'node:http'
import { Pool } from 'undici'

const HOP = new Set(['connection', 'keep-alive', 'transfer-encoding', 'te', 'trailer', 'upgrade'])
const pool = new Pool(process.env['BENCH_UPSTREAM'], { connections: 64, pipelining: 1 })

/** @param {readonly (string | Buffer)[]} raw */
function filter(raw) {
  const headers = []
  for (let at = 0; at < raw.length; at += 2) {
    const name = raw[at].toString('latin1')
    const key = name.toLowerCase()
    if (!HOP.has(key) && key !== 'host') headers.push(name, raw[at + 1].toString('latin1'))
  }
  return headers
}

const server = createServer((request, response) => {
  const { method, url, rawHeaders } = request
  const hasBody = method !== 'GET' && method !== 'HEAD'
  let upstream
  // Without this a caller who leaves in the middle keeps a connection to the upstream for good.
  response.on('close', () => {
    if (!response.writableEnded) upstream?.abort(new Error('The caller is gone'))
  })
  pool.dispatch(
    { path: url, method, headers: filter(rawHeaders), body: hasBody ? request : null },
    {
      onRequestStart(controller) {
        upstream = controller
        if (response.destroyed) controller.abort(new Error('The caller is gone'))
      },
      onResponseStart(controller, status) {
        response.writeHead(status, filter(controller.rawHeaders))
      },
      onResponseData(controller, chunk) {
        if (!response.write(chunk)) {
          controller.pause()
          response.once('drain', () => controller.resume())
        }
      },
      onResponseEnd: () => response.end(),
      onResponseError: () => response.destroy(),
    },
  )
})
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }))
process.on('disconnect', () => process.exit())

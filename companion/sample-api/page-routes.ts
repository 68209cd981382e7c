import { Router } from 'express'

const ROUTES: readonly (readonly [path: string, text: string])[] = [
  ['/headers', 'the headers that arrived'],
  ['/get', 'query, headers and address of a GET'],
  ['/anything/…', 'the same for any method, with the body'],
  ['/status/418', 'an answer with that status'],
  ['/delay/2', 'an answer after that many seconds, at most 30'],
  ['/bytes/1024', 'that many bytes, at most 1 GiB'],
  ['/stream/10', 'that many lines of JSON, one after the other'],
  ['/redirect-to?url=/get', 'a redirect to a path of this API'],
  ['/mcp', 'an MCP server with three tools'],
  ['/break', 'no answer: the connection breaks'],
]

/** `/`: a page that lists the other routes. */
export function pageRoutes(): Router {
  const router = Router({ caseSensitive: true })
  router.get('/', (_request, response) => {
    response.type('html').send(PAGE)
  })
  return router
}

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Sample API</title>
<h1>Sample API</h1>
<p>An API to put behind the gateway.</p>
<ul>
${ROUTES.map(([path, text]) => `<li><code>${path}</code> – ${text}</li>`).join('\n')}
</ul>
</html>
`

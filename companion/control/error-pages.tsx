import { createHash } from 'node:crypto'
import { type RequestHandler, Router } from 'express'
import type { ComponentChildren, VNode } from 'preact'
import { render } from 'preact-render-to-string'
import { AppError, ERRORS_PATH } from '#shared/errors/app-error.ts'
import { ERROR_CATALOG, type ErrorCode } from '#shared/errors/error-catalog.ts'
import { ERROR_EXPLANATIONS } from '#shared/errors/error-explanations.ts'

const STYLE = `
:root { color-scheme: light dark; }
body { margin: 0 auto; max-width: 65ch; padding: 32px 20px 64px; font: 15px/1.6 system-ui, sans-serif; }
h1 { font-size: 22px; line-height: 1.3; margin: 0 0 4px; }
dt { font-weight: 600; margin-top: 16px; }
dd { margin: 0; }
code { font: 13px/1.5 ui-monospace, monospace; }
li { margin-bottom: 6px; }
`
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64')

/** `/errors` and `/errors/{code}`: where the `type` of a problem document leads. Anyone may read them. */
export function errorPages(): Router {
  const router = Router()
  router.get(ERRORS_PATH, pageHeaders, (_request, response) => {
    response.send(renderPage(<ErrorList />))
  })
  router.get(`${ERRORS_PATH}/:code`, pageHeaders, (request, response) => {
    const code = String(request.params['code'])
    if (!Object.hasOwn(ERROR_CATALOG, code)) throw new AppError('ROUTE_NOT_FOUND')
    response.send(renderPage(<ErrorPage code={code as ErrorCode} />))
  })
  return router
}

const pageHeaders: RequestHandler = (_request, response, next) => {
  response.set(
    'content-security-policy',
    `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; frame-ancestors 'none'`,
  )
  next()
}

function ErrorList(): VNode {
  return (
    <Page title="Errors">
      <h1>Errors of DCR Lab</h1>
      <ul>
        {(Object.keys(ERROR_CATALOG) as ErrorCode[]).map((code) => (
          <li>
            <a href={`${ERRORS_PATH}/${code}`}>
              <code>{code}</code>
            </a>{' '}
            {ERROR_CATALOG[code].title}
          </li>
        ))}
      </ul>
    </Page>
  )
}

function ErrorPage({ code }: { code: ErrorCode }): VNode {
  const { title, status } = ERROR_CATALOG[code]
  const { when, action } = ERROR_EXPLANATIONS[code]
  return (
    <Page title={code}>
      <p>
        <a href={ERRORS_PATH}>Errors of DCR Lab</a>
      </p>
      <h1>{title}</h1>
      <code>
        {code} · HTTP {status}
      </code>
      <dl>
        <dt>When</dt>
        <dd>{when.replaceAll('`', '')}</dd>
        <dt>What to do</dt>
        <dd>{action.replaceAll('`', '')}</dd>
      </dl>
    </Page>
  )
}

function Page({ title, children }: { title: string; children: ComponentChildren }): VNode {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title} · DCR Lab`}</title>
        <style dangerouslySetInnerHTML={{ __html: STYLE }} />
      </head>
      <body>{children}</body>
    </html>
  )
}

function renderPage(page: VNode): string {
  return `<!doctype html>${render(page)}`
}

import express, { type RequestHandler, type Response, Router } from 'express'
import type { VNode } from 'preact'
import type { Provider } from 'oidc-provider'
import type { Records } from '../store/records.ts'
import type { IdpClient, IdpScope } from '../store/idp-records.ts'
import {
  ClientPage,
  ClientsPage,
  NotFoundPage,
  renderPage,
  ScopesPage,
  SignInPage,
} from './pages/console-pages.tsx'
import { IDP_STYLE } from './pages/idp-style.ts'

export interface ConsoleRoutesDeps {
  clients: Records<IdpClient>
  scopes: Records<IdpScope>
  provider: Provider
}

/** What people look at: applications, scopes, and the sign-in form of the code grant. */
export function consoleRoutes({ clients, scopes, provider }: ConsoleRoutesDeps): Router {
  const router = Router({ caseSensitive: true })
  const show = (response: Response, page: VNode, status = 200): void => {
    response.status(status).type('html').send(renderPage(page))
  }
  router.use(['/', '/admin', '/oauth2/default/interaction'], pageHeaders)
  router.get('/console.css', (_request, response) => response.type('css').send(IDP_STYLE))
  router.get(['/', '/admin/clients'], (_request, response) =>
    show(response, ClientsPage({ clients: [...clients.list()].reverse() })),
  )
  router.get('/admin/clients/:client', (request, response) => {
    const client = clients.get(request.params.client)
    if (client) show(response, ClientPage({ client }))
    else show(response, NotFoundPage(), 404)
  })
  router.get('/admin/scopes', (_request, response) =>
    show(response, ScopesPage({ scopes: scopes.list() })),
  )

  const interaction = '/oauth2/default/interaction/:uid'
  router.get(interaction, async (request, response) => {
    const { params } = await provider.interactionDetails(request, response)
    const clientName = clients.get(String(params['client_id']))?.client_name ?? 'the client'
    show(response, SignInPage({ uid: request.params.uid, clientName }))
  })
  router.post(
    interaction,
    express.urlencoded({ extended: false, limit: '4kb' }),
    async (request, response) => {
      const { login } = request.body as { login?: unknown }
      const accountId = typeof login === 'string' && login.trim() !== '' ? login.trim() : 'somebody'
      await provider.interactionFinished(request, response, { login: { accountId } })
    },
  )
  return router
}

const pageHeaders: RequestHandler = (_request, response, next) => {
  response.set({
    'cache-control': 'no-store',
    'content-security-policy':
      "default-src 'none'; style-src 'self'; form-action *; base-uri 'none'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  })
  next()
}

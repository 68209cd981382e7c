import { type Response, Router } from 'express'
import type { VNode } from 'preact'
import type { RotatingEngine } from '../engine/rotating-engine.ts'
import type { Readable } from '../../store/records.ts'
import type { IdpClient, IdpScope } from '../../store/idp-records.ts'
import {
  ClientPage,
  ClientsPage,
  NotFoundPage,
  renderPage,
  ScopesPage,
} from '../pages/console-pages.tsx'
import { IDP_STYLE } from '../pages/idp-style.ts'
import { signInRoutes } from './sign-in-routes.ts'

export interface ConsoleRoutesDeps {
  clients: Readable<IdpClient>
  scopes: Readable<IdpScope>
  engine: RotatingEngine
}

/** What people look at: applications, scopes, and the sign-in form of the code grant. */
export function consoleRoutes({ clients, scopes, engine }: ConsoleRoutesDeps): Router {
  const router = Router({ caseSensitive: true })
  const show = (response: Response, page: VNode, status = 200): void => {
    response.status(status).type('html').send(renderPage(page))
  }
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
  router.use(
    signInRoutes('/oauth2/default/interaction', engine, (id) => clients.get(id)?.client_name),
  )
  return router
}

import { Router } from 'express'
import type { Developer } from '#shared/contract/portal.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { Developers } from '../catalogue/developers.ts'
import type { Definitions } from '../definitions/definitions.ts'
import { readAddress, readField } from './form.ts'
import { createRefusedForms } from './refused-forms.ts'
import { CataloguePage } from './pages/catalogue-page.tsx'
import { readNext } from './next-page.ts'
import { renderPage } from './pages/layout.tsx'
import { SignInPage } from './pages/sign-in-page.tsx'
import type { Sessions } from './sessions.ts'

export interface AccountRoutesDeps {
  definitions: Pick<Definitions, 'apis'>
  catalogue: Catalogue
  developers: Developers
  sessions: Sessions
  addresses: { gateway: string }
}

const REFUSAL = 'The e-mail address or the password is wrong. Check both and try again.'

/** The public catalogue, sign-in and sign-out. */
export function accountRoutes(deps: AccountRoutesDeps): Router {
  const { definitions, catalogue, developers, sessions, addresses } = deps
  const router = Router()
  const refusals = createRefusedForms<string>()

  router.get('/', (_request, response) => {
    const developer = response.locals['developer'] as Developer | undefined
    const entries = catalogue
      .list()
      .filter(({ show }) => show)
      .map((entry) => ({
        ...entry,
        address: addresses.gateway + (definitions.apis.get(entry.api_id)?.proxy.listen_path ?? ''),
      }))
    response.send(renderPage(CataloguePage({ email: developer?.email, entries })))
  })

  router.get('/sign-in', (request, response) => {
    const next = readNext(readField(request.query, 'next'))
    const address = refusals.find('', readField(request.query, 'refused'))
    const problem = address === undefined ? undefined : REFUSAL
    response.send(renderPage(SignInPage({ address: address ?? '', problem, next })))
  })

  router.post('/sign-in', async (request, response) => {
    const address = readAddress(request.body)
    const next = readNext(readField(request.body, 'next'))
    const developer = await developers.findByPassword(address, readField(request.body, 'password'))
    if (developer) {
      sessions.open(response, developer.id)
      response.redirect(303, next)
      return
    }
    const query = new URLSearchParams({ next, refused: refusals.keep('', address) })
    response.redirect(303, `/sign-in?${query.toString()}`)
  })

  router.post('/sign-out', (request, response) => {
    sessions.close(request, response)
    response.redirect(303, '/')
  })
  return router
}

import { randomUUID } from 'node:crypto'
import { type RequestHandler, type Response, Router } from 'express'
import type { Registration } from '#shared/contract/registration.ts'
import type { CatalogueEntry, Developer } from '#shared/contract/portal.ts'
import { AppError } from '#shared/errors/app-error.ts'
import { readFieldIssues } from '#shared/errors/field-issues.ts'
import type { Problem } from '#shared/errors/problem.ts'
import { ClientDetails } from '#shared/journeys/client-details.ts'
import { splitRedirectUris } from '#shared/tyk/redirect-uri-separator.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { Definitions } from '../definitions/definitions.ts'
import type { Registrar } from '../registrar/registrar.ts'
import { readField } from './form.ts'
import { createRefusedForms } from './refused-forms.ts'
import { ClientsPage } from './pages/clients-page.tsx'
import { DetailsPage } from './pages/details-page.tsx'
import { FinalPage } from './pages/final-page.tsx'
import { renderPage } from './pages/layout.tsx'
import { SelectApiPage } from './pages/select-api-page.tsx'

export interface ClientRoutesDeps {
  definitions: Pick<Definitions, 'apis'>
  catalogue: Catalogue
  registrar: Registrar
  addresses: { gateway: string }
  /** The token endpoint of a provider, as far as its metadata can be read. */
  findTokenEndpoint: (
    registration: Pick<Registration, 'idp_host' | 'provider'>,
  ) => Promise<string | undefined>
}

interface Typed {
  client_name: string
  redirect_uris: string
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The developer's own clients and the three-step wizard. */
export function clientRoutes(deps: ClientRoutesDeps): Router {
  const { catalogue, registrar } = deps
  const router = Router()
  const refusals = createRefusedForms<{ typed: Typed; problem: Problem }>()
  router.use('/clients', requireDeveloper)

  router.get('/clients', (_request, response) => {
    const { id, email } = readDeveloper(response)
    const clients = registrar.filter(
      ({ developer, state }) => developer === id && state === 'active',
    )
    response.send(renderPage(ClientsPage({ email, clients })))
  })

  router.get('/clients/new', (_request, response) => {
    const { email } = readDeveloper(response)
    response.send(renderPage(SelectApiPage({ email, entries: listOffers(catalogue) })))
  })

  router.get('/clients/new/details', (request, response) => {
    const entry = requireOffer(catalogue, readField(request.query, 'entry'))
    const { id } = readDeveloper(response)
    const refused = refusals.find(id, readField(request.query, 'refused'))
    const typed = refused?.typed ?? { client_name: '', redirect_uris: '' }
    // The ledger may already have the refused registration under this id, so the next attempt needs a new id.
    showDetails(response, { entry, order: randomUUID(), typed, problem: refused?.problem })
  })

  router.post('/clients/new/details', async (request, response) => {
    const entry = requireOffer(catalogue, readField(request.body, 'entry'))
    const typed = {
      client_name: readField(request.body, 'client_name'),
      redirect_uris: readField(request.body, 'redirect_uris'),
    }
    const sent = readField(request.body, 'order')
    const order = UUID.test(sent) ? sent : randomUUID()
    try {
      const id = await register({ catalogue, registrar }, { entry, order, typed, response })
      response.redirect(303, `/clients/${id}/credentials`)
    } catch (thrown) {
      const error = AppError.from(thrown)
      if (error.code === 'INTERNAL') throw error
      const owner = readDeveloper(response).id
      const refused = refusals.keep(owner, { typed, problem: error.toProblem() })
      const query = new URLSearchParams({ entry: entry.id, refused })
      response.redirect(303, `/clients/new/details?${query.toString()}`)
    }
  })

  router.get('/clients/:registration/credentials', async (request, response) => {
    const { id, email } = readDeveloper(response)
    const registration = registrar.get(request.params.registration)
    if (registration?.developer !== id || registration.state !== 'active')
      throw new AppError('RECORD_NOT_FOUND', { detail: 'You have no client under this address.' })
    const secret = await registrar.takeSecretOnce(registration.id)
    const tokenEndpoint = await deps.findTokenEndpoint(registration)
    const apiAddress = findApiAddress(deps, registration.catalogue_entry)
    response.send(renderPage(FinalPage({ email, registration, secret, tokenEndpoint, apiAddress })))
  })
  return router
}

interface Order {
  entry: CatalogueEntry
  order: string
  typed: Typed
  response: Response
}

async function register(
  { catalogue, registrar }: Pick<ClientRoutesDeps, 'catalogue' | 'registrar'>,
  { entry, order, typed, response }: Order,
): Promise<string> {
  const separator = catalogue.settings().oauth_redirect_uri_separator
  const details = ClientDetails.safeParse({
    client_name: typed.client_name,
    redirect_uris: splitRedirectUris(typed.redirect_uris.split(/\r?\n/), separator),
  })
  if (!details.success) {
    throw new AppError('INPUT_INVALID', { issues: readFieldIssues(details.error) })
  }
  const { registration } = await registrar.register({
    ...details.data,
    id: order,
    catalogueEntry: entry.id,
    origin: 'portal',
    developer: readDeveloper(response).id,
  })
  return registration.id
}

function findApiAddress(
  { definitions, catalogue, addresses }: ClientRoutesDeps,
  entry: string | undefined,
): string | undefined {
  const published = catalogue.list().find(({ id }) => id === entry)
  const api = published && definitions.apis.get(published.api_id)
  return api && addresses.gateway + api.proxy.listen_path
}

function showDetails(
  response: Response,
  page: { entry: CatalogueEntry; order: string; typed: Typed; problem: Problem | undefined },
): void {
  const { email } = readDeveloper(response)
  response.send(renderPage(DetailsPage({ email, ...page })))
}

/** Catalogue entries that clients can be registered for: visible, and with DCR switched on. */
function listOffers(catalogue: Catalogue): CatalogueEntry[] {
  return catalogue.list().filter((entry) => entry.show && catalogue.effectiveSettings(entry.id))
}

function requireOffer(catalogue: Catalogue, id: string): CatalogueEntry {
  const entry = listOffers(catalogue).find((candidate) => candidate.id === id)
  if (entry) return entry
  throw new AppError('RECORD_NOT_FOUND', {
    detail: 'This API offers no registration.',
    hint: 'Choose an API from the list; an API admin may not have entered its DCR settings yet (step 7).',
  })
}

const requireDeveloper: RequestHandler = (request, response, next) => {
  if (response.locals['developer'] !== undefined) return next()
  const isPage = request.method === 'GET' && !request.originalUrl.startsWith('//')
  response.redirect(
    303,
    `/sign-in?next=${encodeURIComponent(isPage ? request.originalUrl : '/clients')}`,
  )
}

function readDeveloper(response: Response): Developer {
  return response.locals['developer'] as Developer
}

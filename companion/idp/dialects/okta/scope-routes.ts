import { randomBytes } from 'node:crypto'
import express, { Router } from 'express'
import * as z from '#shared/zod.ts'
import { limitBody } from '../../../http/limit-body.ts'
import type { Rows, Table } from '../../../store/table.ts'
import type { IdpScope } from '../../../store/idp-records.ts'
import { OktaApiError } from './okta-errors.ts'

const BODY_BYTES = 64 * 1024

const ScopeRequest = z.looseObject({
  name: z
    .string()
    .regex(/^[\x21\x23-\x5B\x5D-\x7E]{1,200}$/)
    .refine((name) => !/^okta[.:]/.test(name)),
  description: z.string().max(1000).default(''),
  displayName: z.string().max(200).optional(),
  default: z.boolean().default(false),
  consent: z.enum(['REQUIRED', 'IMPLICIT', 'FLEXIBLE']).default('IMPLICIT'),
  optional: z.boolean().default(false),
  metadataPublish: z.enum(['ALL_CLIENTS', 'NO_CLIENTS']).default('NO_CLIENTS'),
})

export interface ScopeRoutesDeps {
  scopes: Table<IdpScope>
  hasAccessPolicy: () => boolean
}

/**
 * `/api/v1/authorizationServers/{id}`: scopes, and the access policies as far as they exist. There is
 * one authorization server, "default".
 *
 * @see [Okta: authorization server scopes](https://developer.okta.com/docs/api/openapi/okta-management/management/tag/AuthorizationServerScopes/)
 */
export function scopeRoutes({ scopes, hasAccessPolicy }: ScopeRoutesDeps): Router {
  const router = Router({ caseSensitive: true })
  const parseJson = limitBody(
    { type: '*/*', limit: BODY_BYTES },
    express.json({ limit: BODY_BYTES, type: () => true }),
  )

  router.use('/:server', (request, _response, next) => {
    if (request.params.server !== 'default')
      throw new OktaApiError(
        'E0000007',
        `: ${request.params.server.slice(0, 100)} (AuthorizationServer)`,
      )
    next()
  })

  router
    .route('/default/scopes')
    .get((_request, response) => response.json(scopes.list()))
    .post(parseJson, async (request, response) => {
      const wanted = readScope(request.body)
      const scope: IdpScope = { id: `scp${randomBytes(13).toString('base64url')}`, ...wanted }
      await scopes.transact((rows) => {
        assertFreeName(rows, scope)
        rows.put(scope.id, scope)
      })
      response.status(201).json(scope)
    })
    .all(refuseMethod)

  router
    .route('/default/scopes/:scope')
    .get((request, response) => response.json(requireScope(scopes, request.params.scope)))
    .put(parseJson, async (request, response) => {
      const { id } = requireScope(scopes, request.params.scope)
      const scope = { id, ...readScope(request.body) }
      await scopes.transact((rows) => {
        requireScope(rows, id)
        assertFreeName(rows, scope)
        rows.put(id, scope)
      })
      response.json(scope)
    })
    .delete(async (request, response) => {
      const { id } = requireScope(scopes, request.params.scope)
      await scopes.transact((rows) => {
        requireScope(rows, id)
        rows.delete(id)
      })
      response.status(204).end()
    })
    .all(refuseMethod)

  router.get('/default/policies', (_request, response) => {
    response.json(hasAccessPolicy() ? [DEFAULT_POLICY] : [])
  })
  return router
}

const DEFAULT_POLICY = {
  type: 'OAUTH_AUTHORIZATION_POLICY',
  id: '00pDefaultPolicy',
  status: 'ACTIVE',
  name: 'Default Policy',
  description: 'Default policy description',
  priority: 1,
  system: false,
  conditions: { clients: { include: ['ALL_CLIENTS'] } },
}

function readScope(body: unknown): Omit<IdpScope, 'id'> {
  const parsed = ScopeRequest.safeParse(body)
  if (!parsed.success) {
    const causes = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new OktaApiError(
      'E0000001',
      `: ${String(parsed.error.issues[0]?.path[0] ?? 'scope')}`,
      causes,
    )
  }
  const { name, description, displayName, consent, optional, metadataPublish } = parsed.data
  return {
    name,
    description,
    displayName: displayName ?? name,
    system: false,
    default: parsed.data.default,
    consent,
    optional,
    metadataPublish,
  }
}

function assertFreeName(rows: Rows<IdpScope>, { id, name }: IdpScope): void {
  const isTaken = rows.list().some((scope) => scope.name === name && scope.id !== id)
  if (isTaken)
    throw new OktaApiError('E0000001', ': name', [
      'name: An object with this field already exists in the current organization',
    ])
}

function requireScope(scopes: Pick<Rows<IdpScope>, 'get'>, id: string): IdpScope {
  const scope = scopes.get(id)
  if (!scope) throw new OktaApiError('E0000007', `: ${id.slice(0, 100)} (OAuth2Scope)`)
  return scope
}

const refuseMethod: express.RequestHandler = () => {
  throw new OktaApiError('E0000022')
}

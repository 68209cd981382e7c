import { Router } from 'express'
import { statusEndpoints, type Addresses } from '#shared/contract/endpoints/status-endpoints.ts'
import { bind } from '../http/bind.ts'

export interface StatusRoutesDeps {
  version: string
  addresses: Addresses
  isReadOnly: () => boolean
}

/** Tells a caller that a companion runs here. The only route that needs no token besides pairing. */
export function healthRoutes({ version }: Pick<StatusRoutesDeps, 'version'>): Router {
  const router = Router()
  bind(router, statusEndpoints.getHealth, () => ({ name: 'DCR Lab companion' as const, version }))
  return router
}

export function statusRoutes({ version, addresses, isReadOnly }: StatusRoutesDeps): Router {
  const router = Router()
  const started_at = new Date().toISOString()
  bind(router, statusEndpoints.getStatus, () => ({
    name: 'DCR Lab companion' as const,
    version,
    addresses,
    started_at,
    node: process.version,
    is_read_only: isReadOnly(),
  }))
  return router
}

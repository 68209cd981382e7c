import { Router } from 'express'
import { pairingEndpoints } from '#shared/contract/endpoints/pairing-endpoints.ts'
import { bind } from '../http/bind.ts'
import { bindList } from '../http/bind-list.ts'
import type { Pairings } from '../pairing/pairings.ts'

/** The two calls of pairing, open to callers that have no token yet. */
export function openPairingRoutes(pairings: Pairings): Router {
  const router = Router()
  bind(router, pairingEndpoints.startPairing, ({ body }) => pairings.challenge(body.nonce))
  bind(router, pairingEndpoints.createPairing, ({ body, request }) =>
    pairings.create(body, request.headers.origin),
  )
  return router
}

export function pairingRoutes(pairings: Pairings): Router {
  const router = Router()
  bindList(router, pairingEndpoints.listPairings, {
    rows: () => pairings.list(),
    keyOf: ({ id }) => id,
    present: (item) => item,
  })
  bind(router, pairingEndpoints.deletePairing, async ({ params }) => {
    await pairings.remove(params.pairing)
    return undefined
  })
  return router
}

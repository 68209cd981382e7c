import { Router } from 'express'
import { pairingEndpoints } from '#shared/contract/endpoints/pairing-endpoints.ts'
import { bind } from '../http/bind.ts'
import { bindList } from '../http/bind-list.ts'
import type { Pairings } from '../pairing/pairings.ts'
import type { Sessions } from '../pairing/sessions.ts'

/** The calls before a session: those of pairing, and the one in which the companion proves itself. */
export function openPairingRoutes(pairings: Pairings, sessions: Sessions): Router {
  const router = Router()
  bind(router, pairingEndpoints.startPairing, ({ body }) => pairings.challenge(body.nonce))
  bind(router, pairingEndpoints.createPairing, ({ body, request }) =>
    pairings.create(body, request.headers.origin),
  )
  bind(router, pairingEndpoints.startSession, ({ body }) =>
    sessions.start(body.pairing, body.nonce),
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

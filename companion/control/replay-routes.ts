import { Router } from 'express'
import { replayEndpoints } from '#shared/contract/endpoints/replay-endpoints.ts'
import { REPLAY_UPLOADS_PATH } from '#shared/contract/contract.ts'
import { AppError } from '#shared/errors/app-error.ts'
import { bind } from '../http/bind.ts'
import { bindList } from '../http/bind-list.ts'
import type { Attempts } from '../replay/attempts.ts'
import { compareAttempts } from '../replay/comparison/compare-attempts.ts'
import type { ReplaySecrets } from '../replay/replay-secrets.ts'
import type { Replays } from '../replay/replays.ts'
import type { Uploads } from '../replay/uploads.ts'
import { openFile } from './sealed-bodies.ts'
import { endsWith } from './ends-with.ts'

export interface ReplayRoutesDeps {
  replays: Replays
  attempts: Attempts
  replaySecrets: ReplaySecrets
  uploads: Uploads
}

/** `/api/replays` and `/api/replay`: requests that are sent again, and what came of them. */
export function replayRoutes({
  replays,
  attempts,
  replaySecrets,
  uploads,
}: ReplayRoutesDeps): Router {
  const router = Router()
  bind(router, replayEndpoints.draftFromExchange, ({ params }) =>
    replays.draftFromExchange(params.exchange),
  )
  bind(router, replayEndpoints.draftFromVerdict, ({ params }) =>
    replays.draftFromVerdict(params.verdict),
  )
  bind(router, replayEndpoints.sendReplay, ({ body, response }) =>
    replays.send(body, endsWith(response)),
  )
  bind(router, replayEndpoints.previewToken, ({ body }) => replays.preview(body.token))
  bindList(router, replayEndpoints.listAttempts, {
    rows: () => attempts.list(),
    keyOf: ({ id }) => id,
    present: (item) => item,
  })
  bindList(router, replayEndpoints.listThreads, {
    rows: () => attempts.listThreads().toReversed(),
    keyOf: ({ id }) => id,
    present: (item) => item,
  })
  bind(router, replayEndpoints.getAttempt, ({ params }) => attempts.require(params.attempt))
  bind(router, replayEndpoints.renameAttempt, ({ params, body }) =>
    attempts.rename(params.attempt, body.name),
  )
  bind(router, replayEndpoints.deleteAttempt, async ({ params }) => {
    await attempts.remove(params.attempt)
    return undefined
  })
  bind(router, replayEndpoints.deleteThread, async ({ params }) => {
    await attempts.removeThread(params.thread)
    return undefined
  })
  bind(router, replayEndpoints.compareAttempts, ({ query }) =>
    compareAttempts(attempts.require(query.before), attempts.require(query.after)),
  )
  bindSecrets(router, replaySecrets)
  router.post(REPLAY_UPLOADS_PATH, async (request, response) => {
    const content = openFile(request, response.locals)
    if (content === request && !request.is('application/octet-stream'))
      throw new AppError('MEDIA_TYPE_UNSUPPORTED', {
        detail: 'A file is sent as application/octet-stream.',
        hint: 'The media type of the body is set with the request that sends it.',
      })
    response.status(201).json(await uploads.take(content))
  })
  return router
}

function bindSecrets(router: Router, replaySecrets: ReplaySecrets): void {
  bindList(router, replayEndpoints.listReplaySecrets, {
    rows: () => replaySecrets.list(),
    keyOf: ({ name }) => name,
    present: (item) => item,
  })
  bind(router, replayEndpoints.keepReplaySecret, ({ params, body }) =>
    replaySecrets.keep(params.secret, body.value),
  )
  bind(router, replayEndpoints.deleteReplaySecret, async ({ params }) => {
    await replaySecrets.forget(params.secret)
    return undefined
  })
}

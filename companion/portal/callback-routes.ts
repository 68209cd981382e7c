import { Router } from 'express'
import { CALLBACK_PATH } from '#shared/contract/portal.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { Tokens } from '../tokens/tokens.ts'
import { renderPage } from './pages/layout.tsx'
import { MessagePage } from './pages/message-page.tsx'

/**
 * The redirect URI: the provider sends the browser here. A call without the `state` of a waiting grant is
 * refused before anything is sent.
 *
 * @see [RFC 6749 §4.1.2](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.2)
 */
export function callbackRoutes(tokens: Pick<Tokens, 'finishFlow'>, origin: string): Router {
  const router = Router()
  router.get(CALLBACK_PATH, async (request, response) => {
    const { state, failure } = await tokens.finishFlow(new URL(request.originalUrl, origin))
    if (state !== 'done')
      throw new AppError('TOKEN_REFUSED', { detail: failure ?? 'No token came.' })
    const problem = { title: 'The token is here', detail: 'You can close this page.' }
    response.type('html').send(renderPage(MessagePage({ email: undefined, problem })))
  })
  return router
}

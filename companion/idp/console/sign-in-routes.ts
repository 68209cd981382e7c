import express, { Router } from 'express'
import { limitBody } from '../../http/limit-body.ts'
import { renderPage, SignInPage } from '../pages/console-pages.tsx'
import type { RotatingEngine } from '../engine/rotating-engine.ts'

const FORM = { type: 'application/x-www-form-urlencoded', limit: 4 * 1024 }

/** The sign-in form of the code grant: any name signs in. */
export function signInRoutes(
  path: string,
  engine: RotatingEngine,
  findName: (clientId: string) => string | undefined,
): Router {
  const router = Router({ caseSensitive: true })
  const interaction = `${path}/:uid`
  router.get(interaction, async (request, response) => {
    const provider = await engine.current()
    const { params } = await provider.interactionDetails(request, response)
    const clientName = findName(String(params['client_id'])) ?? 'the client'
    const action = `${path}/${encodeURIComponent(String(request.params['uid']))}`
    response.type('html').send(renderPage(SignInPage({ action, clientName })))
  })
  router.post(
    interaction,
    limitBody(FORM, express.urlencoded({ extended: false, ...FORM })),
    async (request, response) => {
      const { login } = request.body as { login?: unknown }
      const accountId = typeof login === 'string' && login.trim() !== '' ? login.trim() : 'somebody'
      const provider = await engine.current()
      await provider.interactionFinished(request, response, { login: { accountId }, consent: {} })
    },
  )
  return router
}

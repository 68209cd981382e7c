import { Router } from 'express'
import { Account } from '#shared/contract/endpoints/portal-endpoints.ts'
import type { Developers } from '../catalogue/developers.ts'
import type { PortalMessages } from '../catalogue/portal-messages.ts'
import { readAddress, readField } from './form.ts'
import { renderPage } from './pages/layout.tsx'
import { ForgottenPage } from './pages/forgotten-page.tsx'
import { NewPasswordPage } from './pages/new-password-page.tsx'
import { createRefusedForms } from './refused-forms.ts'
import type { Sessions } from './sessions.ts'

export interface PasswordRoutesDeps {
  developers: Developers
  sessions: Sessions
  portalMessages: PortalMessages
}

interface Refused {
  email: string
  code: string
  problems: Record<string, string>
}

/** More than a person types, spaces and hyphens included. */
const LONGEST_CODE = 50

const WRONG_CODE =
  'This code is not right for this address, was used, or has ended. Check it, or ask for a new one.'

/** A forgotten password: a code is sent, and with it a new password is chosen. */
export function passwordRoutes({
  developers,
  sessions,
  portalMessages,
}: PasswordRoutesDeps): Router {
  const router = Router()
  const refusals = createRefusedForms<Refused>()

  router.get('/forgotten', (request, response) => {
    response.send(renderPage(ForgottenPage({ email: readField(request.query, 'email') })))
  })

  // The answer does not tell whether the address has an account.
  router.post('/forgotten', (request, response) => {
    const email = readAddress(request.body).toLowerCase()
    if (developers.list().some((one) => one.email === email && !one.inactive))
      portalMessages.sendCode(email)
    response.redirect(303, `/new-password?${new URLSearchParams({ email }).toString()}`)
  })

  router.get('/new-password', (request, response) => {
    const email = readField(request.query, 'email')
    const refused = refusals.find('', readField(request.query, 'refused'))
    response.send(renderPage(NewPasswordPage({ email, code: '', problems: {}, ...refused })))
  })

  router.post('/new-password', async (request, response) => {
    const email = readAddress(request.body).toLowerCase()
    const code = readField(request.body, 'code').trim().slice(0, LONGEST_CODE)
    const refuse = (problems: Refused['problems']): void => {
      const refused = refusals.keep('', { email, code, problems })
      response.redirect(303, `/new-password?${new URLSearchParams({ email, refused }).toString()}`)
    }
    // First the password: a code that was right once must not be lost to a password that is too short.
    const password = Account.shape.password.safeParse(readField(request.body, 'password'))
    if (!password.success) return refuse({ password: password.error.issues[0]?.message ?? '' })
    if (!portalMessages.useCode(email, code)) return refuse({ code: WRONG_CODE })
    const developer = await developers.changePassword(email, password.data)
    // Removed since the code was sent: an account is made by signing up only.
    if (!developer) return refuse({ code: WRONG_CODE })
    sessions.closeAll(developer.id)
    sessions.open(response, developer.id)
    response.redirect(303, '/clients')
  })
  return router
}

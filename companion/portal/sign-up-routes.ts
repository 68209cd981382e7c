import { Router } from 'express'
import { Account } from '#shared/contract/endpoints/portal-endpoints.ts'
import type { Developer } from '#shared/contract/portal.ts'
import { readFieldIssues } from '#shared/errors/field-issues.ts'
import type { Developers } from '../catalogue/developers.ts'
import { readAddress, readField } from './form.ts'
import { findEntry, readNext } from './next-page.ts'
import { renderPage } from './pages/layout.tsx'
import { SignUpPage } from './pages/sign-up-page.tsx'
import { createRefusedForms } from './refused-forms.ts'
import type { Sessions } from './sessions.ts'

export interface SignUpRoutesDeps {
  developers: Developers
  sessions: Sessions
  /** Told of each new account, and which catalogue entry led to it. */
  onSignUp: (developer: Developer, entry: string | undefined) => Promise<void>
}

/** What was refused, by field. The password is not kept. */
interface Refused {
  email: string
  problems: Record<string, string>
}

const TAKEN = 'This address has an account already. Sign in, or choose a new password.'

/** A developer makes an account. */
export function signUpRoutes({ developers, sessions, onSignUp }: SignUpRoutesDeps): Router {
  const router = Router()
  const refusals = createRefusedForms<Refused>()

  router.get('/sign-up', (request, response) => {
    const next = readNext(readField(request.query, 'next'))
    const refused = refusals.find('', readField(request.query, 'refused'))
    response.send(renderPage(SignUpPage({ next, email: '', problems: {}, ...refused })))
  })

  router.post('/sign-up', async (request, response) => {
    const next = readNext(readField(request.body, 'next'))
    const email = readAddress(request.body)
    const refuse = (problems: Refused['problems']): void => {
      const query = new URLSearchParams({ next, refused: refusals.keep('', { email, problems }) })
      response.redirect(303, `/sign-up?${query.toString()}`)
    }
    const account = Account.safeParse({ email, password: readField(request.body, 'password') })
    if (!account.success) {
      const issues = readFieldIssues(account.error)
      return refuse(Object.fromEntries(issues.map(({ field, message }) => [field, message])))
    }
    const developer = await developers.signUp(account.data.email, account.data.password)
    if (!developer) return refuse({ email: TAKEN })
    sessions.open(response, developer.id)
    await onSignUp(developer, findEntry(next))
    response.redirect(303, next)
  })
  return router
}

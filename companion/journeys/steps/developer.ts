import { randomBytes } from 'node:crypto'
import type { Developer } from '#shared/contract/portal.ts'
import type { StepResult } from '#shared/contract/run.ts'
import { maskSecret } from '#shared/secrets/mask.ts'
import type { StepContext } from '../step-context.ts'
import { code, defineStep, link } from '../step-runner.ts'

interface Inputs {
  email: string
}

export const runner = defineStep({
  id: 'developer',
  uses: ['addresses', 'developers'],
  suggest(run, { developers }) {
    const own = run.products.developer_id
    const taken = new Set(developers.list().flatMap(({ id, email }) => (id === own ? [] : [email])))
    for (let number = 1; ; number += 1) {
      const email = number === 1 ? 'dev@example.com' : `dev-${number}@example.com`
      if (!taken.has(email)) return { email }
    }
  },
  async run(context: StepContext<Inputs>, { developers, addresses }) {
    const { run, inputs } = context
    const password = context.findSecret('password') ?? randomBytes(9).toString('base64url')
    const saved = await developers.save(inputs.email, password)
    // A run has one developer: the one of an earlier attempt would stay behind.
    const earlier = run.products.developer_id
    if (earlier !== undefined && earlier !== saved.id)
      await developers.remove(earlier).catch(() => undefined)
    return {
      products: { developer_id: saved.id },
      keep: { password },
      result: {
        summary: 'The developer can sign in to the portal.',
        facts: [
          code('email', 'E-mail', saved.email),
          {
            id: 'password',
            label: 'Password',
            kind: 'secret',
            value: maskSecret(password),
            secret: `run/${run.id}/password`,
          },
          link('sign_in', 'Sign in at', `${addresses.portal}/sign-in`),
        ],
        checks: [
          { id: 'account', text: 'The account is active', state: 'passed', evidence: saved.id },
        ],
      },
    }
  },
})

/** The step's result when the developer made the account in the portal. The password is theirs alone. */
export function describeSignUp({ id, email }: Developer, portal: string): StepResult {
  return {
    via: 'portal',
    summary: 'The developer signed up in the portal.',
    facts: [code('email', 'E-mail', email), link('sign_in', 'Sign in at', `${portal}/sign-in`)],
    checks: [{ id: 'account', text: 'The account is active', state: 'passed', evidence: id }],
  }
}

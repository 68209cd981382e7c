import type { VNode } from 'preact'
import { Layout } from './layout.tsx'
import { TextField } from './text-field.tsx'

export interface SignInPageProps {
  address: string
  problem: string | undefined
  /** The path of this portal to continue at after the sign-in. */
  next: string
}

export function SignInPage({ address, problem, next }: SignInPageProps): VNode {
  return (
    <Layout title="Sign in" page="sign-in" email={undefined}>
      <main>
        <h1>Sign in</h1>
        <p class="lead">
          With your own account, or with the one that an API admin made for you (step 8 of the
          journey).
        </p>
        <form class="card" method="post" action="/sign-in">
          <input type="hidden" name="next" value={next} />
          <TextField
            name="email"
            label="E-mail"
            type="email"
            maxLength={254}
            autocomplete="username"
            value={address}
          />
          <TextField
            name="password"
            label="Password"
            type="password"
            maxLength={200}
            autocomplete="current-password"
            problem={problem}
          />
          <div class="actions">
            <button type="submit">Sign in</button>
            <a href={`/forgotten?${new URLSearchParams({ email: address }).toString()}`}>
              Forgotten password?
            </a>
          </div>
        </form>
        <p>
          No account yet?{' '}
          <a href={`/sign-up?${new URLSearchParams({ next }).toString()}`}>Create an account</a>
        </p>
      </main>
    </Layout>
  )
}

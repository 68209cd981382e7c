import type { VNode } from 'preact'
import { Layout } from './layout.tsx'

export interface SignInPageProps {
  address: string
  problem: string | undefined
  /** The path of this portal to continue at after the sign-in. */
  next: string
}

export function SignInPage({ address, problem, next }: SignInPageProps): VNode {
  return (
    <Layout title="Sign in" email={undefined}>
      <main>
        <h1>Sign in</h1>
        <p class="lead">
          Your account was made by an API admin (step 8 of the journey), who also knows the
          password.
        </p>
        <form class="card" method="post" action="/sign-in">
          <input type="hidden" name="next" value={next} />
          <div class="field">
            <label for="email">E-mail</label>
            <input
              id="email"
              name="email"
              type="email"
              required
              maxLength={254}
              autocomplete="username"
              value={address}
            />
          </div>
          <div class="field">
            <label for="password">Password</label>
            <input
              id="password"
              name="password"
              type="password"
              required
              maxLength={200}
              autocomplete="current-password"
              aria-invalid={problem ? 'true' : undefined}
              aria-describedby={problem ? 'password-problem' : undefined}
            />
            {problem && (
              <p class="problem" id="password-problem" role="alert">
                {problem}
              </p>
            )}
          </div>
          <button type="submit">Sign in</button>
        </form>
      </main>
    </Layout>
  )
}

import type { VNode } from 'preact'
import { Layout } from './layout.tsx'
import { TextField } from './text-field.tsx'

export interface SignUpPageProps {
  email: string
  problems: Record<string, string>
  /** The path of this portal to continue at with the new account. */
  next: string
}

export function SignUpPage({ email, problems, next }: SignUpPageProps): VNode {
  const query = new URLSearchParams({ next }).toString()
  return (
    <Layout title="Create an account" page="sign-up" email={undefined}>
      <main>
        <h1>Create an account</h1>
        <p class="lead">With it you register the apps that call the APIs of this portal.</p>
        <form class="card" method="post" action="/sign-up">
          <input type="hidden" name="next" value={next} />
          <TextField
            name="email"
            label="E-mail"
            type="email"
            maxLength={254}
            autocomplete="username"
            value={email}
            problem={problems['email']}
          />
          <TextField
            name="password"
            label="Password"
            type="password"
            maxLength={200}
            autocomplete="new-password"
            hint="At least 8 characters."
            problem={problems['password']}
          />
          <div class="actions">
            <button type="submit">Create account</button>
            <span>
              Have one already? <a href={`/sign-in?${query}`}>Sign in</a>
            </span>
          </div>
        </form>
      </main>
    </Layout>
  )
}

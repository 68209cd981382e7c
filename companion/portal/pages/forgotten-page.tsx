import type { VNode } from 'preact'
import { Layout } from './layout.tsx'
import { TextField } from './text-field.tsx'

export function ForgottenPage({ email }: { email: string }): VNode {
  return (
    <Layout title="Forgotten password" page="forgotten" email={undefined}>
      <main>
        <h1>Forgotten password</h1>
        <p class="lead">
          The portal sends a code to your address; with it you choose a new password.
        </p>
        <form class="card" method="post" action="/forgotten">
          <TextField
            name="email"
            label="E-mail"
            type="email"
            maxLength={254}
            autocomplete="username"
            value={email}
          />
          <div class="actions">
            <button type="submit">Send code</button>
            <a href="/sign-in">Back to sign in</a>
          </div>
        </form>
      </main>
    </Layout>
  )
}

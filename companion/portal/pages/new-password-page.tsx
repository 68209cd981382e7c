import type { VNode } from 'preact'
import { Layout } from './layout.tsx'
import { TextField } from './text-field.tsx'

export interface NewPasswordPageProps {
  email: string
  code: string
  problems: Record<string, string>
}

export function NewPasswordPage({ email, code, problems }: NewPasswordPageProps): VNode {
  return (
    <Layout title="New password" page="new-password" email={undefined}>
      <main>
        <h1>Choose a new password</h1>
        <p class="lead">
          If {email === '' ? 'your address' : email} has an account, a code was sent to it. It works
          once, for ten minutes.
        </p>
        <p class="notice">
          This portal sends no e-mail: nothing leaves this machine. The code stands in the panel of
          DCR Lab, on the pages Tokens and Clients as well as on the steps.
        </p>
        <form class="card" method="post" action="/new-password">
          <TextField
            name="email"
            label="E-mail"
            type="email"
            maxLength={254}
            autocomplete="username"
            value={email}
          />
          <TextField
            name="code"
            label="Code"
            type="text"
            maxLength={20}
            autocomplete="one-time-code"
            value={code}
            problem={problems['code']}
          />
          <TextField
            name="password"
            label="New password"
            type="password"
            maxLength={200}
            autocomplete="new-password"
            hint="At least 8 characters. All other sessions of this account end."
            problem={problems['password']}
          />
          <div class="actions">
            <button type="submit">Save and sign in</button>
            <a href={`/forgotten?${new URLSearchParams({ email }).toString()}`}>
              Send another code
            </a>
          </div>
        </form>
      </main>
    </Layout>
  )
}

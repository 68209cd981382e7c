import type { ComponentChildren, VNode } from 'preact'
import { render } from 'preact-render-to-string'
import type { IdpClient, IdpScope } from '../../store/idp-records.ts'

/** A page of the console as HTML text. */
export function renderPage(page: VNode): string {
  return `<!doctype html>${render(page)}`
}

interface FrameProps {
  title: string
  current?: 'clients' | 'scopes'
  children: ComponentChildren
}

export function Frame({ title, current, children }: FrameProps): VNode {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title} · Identity provider`}</title>
        <link rel="stylesheet" href="/console.css" />
      </head>
      <body>
        <header>
          <nav aria-label="Console">
            <strong>Identity provider</strong>
            <a href="/admin/clients" aria-current={current === 'clients' ? 'page' : undefined}>
              Applications
            </a>
            <a href="/admin/scopes" aria-current={current === 'scopes' ? 'page' : undefined}>
              Scopes
            </a>
          </nav>
        </header>
        <main>{children}</main>
      </body>
    </html>
  )
}

export function ClientsPage({ clients }: { clients: readonly IdpClient[] }): VNode {
  return (
    <Frame title="Applications" current="clients">
      <h1>Applications</h1>
      <p class="lead">
        The OAuth clients this identity provider knows. Secrets are never shown here: each was in
        one answer only, when the client was registered.
      </p>
      {clients.length === 0 ? (
        <div class="card roomy">
          No client yet. The journey registers one; it appears here at once.
        </div>
      ) : (
        <div class="card">
          <table>
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Client ID</th>
                <th scope="col">Type</th>
                <th scope="col">Grants</th>
                <th scope="col">Created</th>
              </tr>
            </thead>
            <tbody>
              {clients.map((client) => (
                <tr key={client.client_id}>
                  <td>
                    <a href={`/admin/clients/${encodeURIComponent(client.client_id)}`}>
                      {client.client_name}
                    </a>
                  </td>
                  <td>
                    <code>{client.client_id}</code>
                  </td>
                  <td>{client.application_type}</td>
                  <td>{client.grant_types.join(', ')}</td>
                  <td>{formatTime(client.client_id_issued_at)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Frame>
  )
}

export function ClientPage({ client }: { client: IdpClient }): VNode {
  const { client_secret, ...settings } = client
  const rows = Object.entries(settings).filter(([, value]) => value !== null)
  return (
    <Frame title={client.client_name} current="clients">
      <h1>{client.client_name}</h1>
      <p class="lead">
        Registered {formatTime(client.client_id_issued_at)}.{' '}
        {client_secret === undefined ? 'It has no secret.' : 'Its secret is not shown.'}
      </p>
      <div class="card">
        <table>
          <tbody>
            {rows.map(([name, value]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>
                  <code>{formatValue(value)}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Frame>
  )
}

export function ScopesPage({ scopes }: { scopes: readonly IdpScope[] }): VNode {
  return (
    <Frame title="Scopes" current="scopes">
      <h1>Scopes</h1>
      <p class="lead">
        Scopes of the authorization server “default”. A default scope is granted when a client asks
        for none.
      </p>
      {scopes.length === 0 ? (
        <div class="card roomy">No scope yet. The journey creates one.</div>
      ) : (
        <div class="card">
          <table>
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Default</th>
                <th scope="col">Consent</th>
              </tr>
            </thead>
            <tbody>
              {scopes.map((scope) => (
                <tr key={scope.id}>
                  <td>
                    <code>{scope.name}</code>
                  </td>
                  <td>{scope.default ? 'yes' : 'no'}</td>
                  <td>{scope.consent.toLowerCase()}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Frame>
  )
}

/** Any name signs in: the lesson is the code grant, not passwords. */
export function SignInPage({ action, clientName }: { action: string; clientName: string }): VNode {
  return (
    <Frame title="Sign in">
      <h1>Sign in to continue to {clientName}</h1>
      <p class="lead">This identity provider is a lab: any name signs in, without a password.</p>
      <form class="card roomy" method="post" action={action}>
        <label for="login">User name</label>
        <input id="login" name="login" required maxLength={100} autocomplete="username" />
        <div>
          <button type="submit">Sign in</button>
        </div>
      </form>
    </Frame>
  )
}

export function NotFoundPage(): VNode {
  return (
    <Frame title="Not found">
      <h1>There is nothing at this address</h1>
      <p class="lead">
        Go to the <a href="/admin/clients">applications</a>.
      </p>
    </Frame>
  )
}

function formatTime(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

function formatValue(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join(', ')
  return typeof value === 'string' ? value : JSON.stringify(value)
}

import type { VNode } from 'preact'
import type { Registration } from '#shared/contract/registration.ts'
import { Layout } from './layout.tsx'

export function ClientsPage({
  email,
  clients,
}: {
  email: string
  clients: readonly Registration[]
}): VNode {
  return (
    <Layout title="OAuth clients" page="clients" email={email}>
      <main>
        <h1>OAuth clients</h1>
        <p class="lead">The apps that you registered to call APIs.</p>
        {clients.length === 0 ? (
          <div class="card">
            <h2>No client yet</h2>
            <p>
              A client is the identity of your app: an id and a secret, made at the identity
              provider.
            </p>
            <a class="button" href="/clients/new">
              Create first OAuth client
            </a>
          </div>
        ) : (
          <>
            <div class="card scroll">
              <table>
                <thead>
                  <tr>
                    <th scope="col">Name</th>
                    <th scope="col">Client ID</th>
                    <th scope="col">Secret</th>
                    <th scope="col">Created</th>
                  </tr>
                </thead>
                <tbody>
                  {clients.map((client) => (
                    <tr key={client.id}>
                      <td>{client.client_name}</td>
                      <td>{client.client_id}</td>
                      <td class="whole">{client.client_secret ?? 'none'}</td>
                      <td>
                        <time dateTime={client.created_at}>{formatLocal(client.created_at)}</time>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
            <a class="button" href="/clients/new">
              Create OAuth client
            </a>
          </>
        )}
      </main>
    </Layout>
  )
}

/**
 * In the time zone of this machine, which is also the reader's, since the portal listens on loopback only.
 */
function formatLocal(iso: string): string {
  return new Date(iso).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })
}

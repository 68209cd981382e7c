import type { VNode } from 'preact'
import type { CatalogueEntry } from '#shared/contract/portal.ts'
import { Layout } from './layout.tsx'

export interface CataloguePageProps {
  email: string | undefined
  entries: readonly (CatalogueEntry & { address: string })[]
}

export function CataloguePage({ email, entries }: CataloguePageProps): VNode {
  return (
    <Layout title="API catalogue" page="catalogue" email={email}>
      <main>
        <h1>API catalogue</h1>
        <p class="lead">The APIs you can build on. Register an OAuth client to call one of them.</p>
        {entries.length === 0 && (
          <div class="card">
            <h2>Nothing is published yet</h2>
            <p>An API admin publishes an API to the catalogue; it appears here at once.</p>
          </div>
        )}
        <div class="grid">
          {entries.map((entry) => (
            <section class="card" key={entry.id}>
              <h2>{entry.name}</h2>
              <p>{entry.short_description}</p>
              <p>
                <code>{entry.address}</code>
              </p>
              <a
                class="button plain"
                href={`/clients/new/details?entry=${encodeURIComponent(entry.id)}`}
              >
                Register a client
              </a>
            </section>
          ))}
        </div>
      </main>
    </Layout>
  )
}

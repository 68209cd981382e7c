import type { VNode } from 'preact'
import type { CatalogueEntry } from '#shared/contract/portal.ts'
import { Layout } from './layout.tsx'
import { WizardSteps } from './wizard-steps.tsx'

export function SelectApiPage({
  email,
  entries,
}: {
  email: string
  entries: readonly CatalogueEntry[]
}): VNode {
  return (
    <Layout title="Select API" page="select-api" email={email}>
      <main>
        <WizardSteps current={1} />
        <h1>Select API</h1>
        <p class="lead">Which API will your client call?</p>
        {entries.length === 0 ? (
          <div class="card">
            <h2>No API offers registration yet</h2>
            <p>An API admin publishes one and enters its DCR settings; then it appears here.</p>
            <a class="button plain" href="/clients">
              Back to OAuth clients
            </a>
          </div>
        ) : (
          <form method="get" action="/clients/new/details">
            {entries.map((entry, index) => (
              <label class="choice" key={entry.id}>
                <input type="radio" name="entry" value={entry.id} required checked={index === 0} />
                <span>
                  {entry.name}
                  <span class="hint block">{entry.short_description}</span>
                </span>
              </label>
            ))}
            <div class="actions">
              <button type="submit">Save and continue</button>
            </div>
          </form>
        )}
      </main>
    </Layout>
  )
}

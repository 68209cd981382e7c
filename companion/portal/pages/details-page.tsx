import type { VNode } from 'preact'
import type { CatalogueEntry } from '#shared/contract/portal.ts'
import type { Problem } from '#shared/errors/problem.ts'
import { Layout } from './layout.tsx'
import { TextField } from './text-field.tsx'
import { WizardSteps } from './wizard-steps.tsx'

export interface DetailsPageProps {
  email: string
  entry: CatalogueEntry
  /** Id of the registration to come, so that a form that is sent twice registers one client. */
  order: string
  typed: { client_name: string; redirect_uris: string }
  problem: Problem | undefined
}

export function DetailsPage({ email, entry, order, typed, problem }: DetailsPageProps): VNode {
  const sentenceFor = (field: string): string | undefined =>
    problem?.issues?.find((issue) => issue.field.split('.')[0] === field)?.message
  return (
    <Layout title="Enter details" page="details" email={email}>
      <main>
        <WizardSteps current={2} />
        <h1>Enter details</h1>
        <p class="lead">
          Your client for <strong>{entry.name}</strong> will be registered at the identity provider.
        </p>
        {problem && <ProblemCard problem={problem} />}
        <form class="card" method="post" action="/clients/new/details">
          <input type="hidden" name="entry" value={entry.id} />
          <input type="hidden" name="order" value={order} />
          <TextField
            name="client_name"
            label="Client name"
            type="text"
            maxLength={100}
            value={typed.client_name}
            problem={sentenceFor('client_name')}
          />
          <RedirectField value={typed.redirect_uris} sentence={sentenceFor('redirect_uris')} />
          <div class="actions">
            <button type="submit">Create</button>
            <a href="/clients/new">Back</a>
          </div>
        </form>
      </main>
    </Layout>
  )
}

function ProblemCard({ problem }: { problem: Problem }): VNode {
  return (
    <div class="alert" role="alert">
      <p>
        <strong>{problem.title}.</strong>
      </p>
      {problem.detail && <p>{problem.detail}</p>}
      {problem.hint && <p>{problem.hint}</p>}
    </div>
  )
}

interface FieldProps {
  value: string
  sentence: string | undefined
}

function RedirectField({ value, sentence }: FieldProps): VNode {
  return (
    <div class="field">
      <label for="redirect_uris">Redirect URLs</label>
      <textarea
        id="redirect_uris"
        name="redirect_uris"
        rows={3}
        aria-invalid={sentence ? 'true' : undefined}
        aria-describedby={sentence ? 'redirect_uris-problem' : 'redirect_uris-hint'}
        value={value}
      />
      <p class="hint" id="redirect_uris-hint">
        One per line. May stay empty if your client only uses client credentials.
      </p>
      {sentence && (
        <p class="problem" id="redirect_uris-problem">
          {sentence}
        </p>
      )}
    </div>
  )
}

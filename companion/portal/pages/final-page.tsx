import type { VNode } from 'preact'
import type { Registration } from '#shared/contract/registration.ts'
import { CopyButton } from './copy-button.tsx'
import { Layout } from './layout.tsx'
import { NextSteps } from './next-steps.tsx'
import { WizardSteps } from './wizard-steps.tsx'

export interface FinalPageProps {
  email: string
  registration: Registration
  /** Present only the first time that the page is shown. */
  secret: string | undefined
  tokenEndpoint: string | undefined
  apiAddress: string | undefined
}

/** The extension recognises the page by the attributes of `<main>`. */
export function FinalPage({ email, registration, secret, ...addresses }: FinalPageProps): VNode {
  return (
    <Layout title="Final step" page="final-step" email={email}>
      <main
        data-dcr-portal="final-step"
        data-client-id={registration.client_id}
        data-catalogue-entry={registration.catalogue_entry}
      >
        <WizardSteps current={3} />
        <h1>Your client is registered</h1>
        <p class="lead">“{registration.client_name}” now exists at the identity provider.</p>
        {secret === undefined ? (
          <p class="notice">
            The secret was shown once, when the client was made, and cannot be shown again.
          </p>
        ) : (
          <p class="notice" role="status">
            Copy the secret now: this page shows it once.
          </p>
        )}
        <dl class="card">
          <CopyRow id="client-id" label="Client ID" value={registration.client_id ?? ''} />
          {secret !== undefined && (
            <CopyRow id="client-secret" label="Client secret" value={secret} isSecret />
          )}
        </dl>
        <NextSteps registration={registration} {...addresses} />
        <a class="button plain" href="/clients">
          Go to OAuth clients
        </a>
      </main>
    </Layout>
  )
}

interface CopyRowProps {
  id: string
  label: string
  value: string
  isSecret?: boolean
}

function CopyRow({ id, label, value, isSecret = false }: CopyRowProps): VNode {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <code id={id} data-client-secret={isSecret ? '' : undefined}>
          {value}
        </code>
        <CopyButton source={id} label={label.toLowerCase()} />
      </dd>
    </div>
  )
}

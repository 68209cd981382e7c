import type { Adoption } from '#shared/contract/registration.ts'
import { readObject } from '#shared/oauth/metadata/read-object.ts'
import { readClientInformation } from '#shared/oauth/read-client-information.ts'
import { type DcrProvider, HttpUrl } from '#shared/tyk/dcr-options.ts'

/** The field values of the form that adopts a client. */
export interface AdoptionForm {
  provider: DcrProvider
  idpHost: string
  endpoint: string
  token: string
  client: string
}

export type AdoptionIssues = Partial<Record<keyof AdoptionForm, string>>

/** The adoption that the fields describe, or a sentence for each field that does not fit. */
export function readAdoption(
  form: AdoptionForm,
): { adoption: Adoption } | { issues: AdoptionIssues } {
  const host = HttpUrl.safeParse(form.idpHost)
  const endpoint = HttpUrl.safeParse(form.endpoint)
  const client = readClientInformation(readObject(form.client))
  if (host.success && endpoint.success && client)
    return {
      adoption: {
        provider: form.provider,
        idp_host: host.data,
        registration_endpoint: endpoint.data,
        ...(form.token.trim() !== '' && { initial_access_token: form.token.trim() }),
        client: client.information,
      },
    }
  return {
    issues: {
      ...(!host.success && { idpHost: host.error.issues[0]?.message ?? '' }),
      ...(!endpoint.success && { endpoint: endpoint.error.issues[0]?.message ?? '' }),
      ...(!client && { client: describeClientIssue(form.client) }),
    },
  }
}

function describeClientIssue(text: string): string {
  return readObject(text)
    ? 'The answer has to name the client_id.'
    : 'Paste the provider’s answer: a JSON object between braces.'
}

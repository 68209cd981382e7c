import type { VNode } from 'preact'
import type { Registration } from '#shared/contract/registration.ts'
import { CopyButton } from './copy-button.tsx'

export interface NextStepsProps {
  registration: Registration
  /** Unknown where the provider's metadata could not be read. */
  tokenEndpoint: string | undefined
  /** Where the API is called, if it is published still. */
  apiAddress: string | undefined
}

/** What a developer does with new credentials: a token, a call. Credentials stand as variables. */
export function NextSteps({ registration, tokenEndpoint, apiAddress }: NextStepsProps): VNode {
  const isForApps = listGrants(registration).includes('client_credentials')
  return (
    <section class="card" aria-labelledby="what-now">
      <h2 id="what-now">What now</h2>
      <ol class="next">
        {isForApps ? (
          <li>
            <p>Get a token. Set CLIENT_ID and CLIENT_SECRET to what you copied above.</p>
            {tokenEndpoint === undefined ? (
              <p class="hint">
                The provider’s metadata could not be read, so its token endpoint is not known here.
              </p>
            ) : (
              <Command id="get-token" text={writeTokenCall(tokenEndpoint, registration)} />
            )}
          </li>
        ) : (
          <li>
            <p>
              Send a person through your app: this client gets its tokens by{' '}
              <code>{listGrants(registration).join(', ')}</code>, so somebody has to sign in at the
              provider first.
            </p>
          </li>
        )}
        {apiAddress !== undefined && (
          <li>
            <p>Call the API with it.</p>
            <Command
              id="call-api"
              text={`curl -H "Authorization: Bearer $ACCESS_TOKEN" ${apiAddress}`}
            />
          </li>
        )}
        <li>
          <p>
            If a call is refused, the panel of DCR Lab says why: each call through the gateway has
            its verdict there.
          </p>
        </li>
      </ol>
    </section>
  )
}

function Command({ id, text }: { id: string; text: string }): VNode {
  return (
    <div class="command">
      <code id={id}>{text}</code>
      <CopyButton source={id} label="command" />
    </div>
  )
}

function listGrants({ granted }: Registration): string[] {
  const grants = granted?.['grant_types']
  // RFC 7591 §2: the default grant is the authorization code.
  return Array.isArray(grants) ? grants.map(String) : ['authorization_code']
}

function writeTokenCall(endpoint: string, { granted }: Registration): string {
  const method = granted?.['token_endpoint_auth_method'] ?? 'client_secret_basic'
  const scope =
    typeof granted?.['scope'] === 'string' ? ` -d scope="${quote(granted['scope'])}"` : ''
  const credentials =
    method === 'client_secret_post'
      ? '-d client_id="$CLIENT_ID" -d client_secret="$CLIENT_SECRET"'
      : '-u "$CLIENT_ID:$CLIENT_SECRET"'
  return `curl ${credentials} -d grant_type=client_credentials${scope} ${endpoint}`
}

/** The scope is the provider's text: it must not end the quotation or name a command. */
function quote(text: string): string {
  return text.replaceAll(/["\\$`]/g, '')
}

import { InvalidArgumentError, Option } from 'commander'
import type { StepId } from '#shared/contract/run.ts'
import { GRANT_TYPES } from '#shared/oauth/vocabulary.ts'

/** What a command line says about the client that a journey registers. */
export interface ClientOptions {
  redirectUri?: string[]
  grant?: string[]
  applicationType?: string
  scope?: string
}

/** The options for the metadata of the client. Each may be left out: then the journey's own value holds. */
export const clientOptions = (): Option[] => [
  new Option('--redirect-uri <url...>', 'redirect addresses of the client').argParser(collect),
  new Option(
    '--grant <type...>',
    `grants that the client asks for: ${GRANT_TYPES.join(', ')}; many servers give authorization_code alone`,
  ).argParser(collectGrants),
  new Option(
    '--application-type <type>',
    'application_type of the client, as in OpenID Connect',
  ).choices(['web', 'native', 'service', 'browser']),
  new Option('--scope <scope>', 'scope that the token is asked for; "": none'),
]

/** The inputs of a step that the options give. */
export function readClientInputs(
  step: StepId,
  { redirectUri, grant, applicationType, scope }: ClientOptions,
): Record<string, unknown> {
  if (step === 'dcr-settings' && grant)
    return { grant_types: grant, response_types: chooseResponseTypes(grant) }
  if (scope !== undefined && step === 'token') return { scope }
  if (scope !== undefined && step === 'scope') return readFirstScope(scope)
  if (step !== 'register-client') return {}
  return {
    ...(redirectUri && { redirect_uris: redirectUri }),
    ...(applicationType !== undefined && { application_type: applicationType }),
  }
}

/** The step about the scope takes one name; only a token can do with several, or without. */
function readFirstScope(scope: string): Record<string, unknown> {
  const [first = ''] = scope.split(' ')
  return first === '' ? {} : { scope: first }
}

/** @see [RFC 7591 §2.1](https://www.rfc-editor.org/rfc/rfc7591.html#section-2.1) which types go with which grants */
function chooseResponseTypes(grants: readonly string[]): string[] {
  return [
    ...(grants.includes('authorization_code') ? ['code'] : []),
    ...(grants.includes('implicit') ? ['token'] : []),
  ]
}

function collect(value: string, before: string[] | undefined): string[] {
  return [...(before ?? []), value]
}

function collectGrants(value: string, before: string[] | undefined): string[] {
  if ((GRANT_TYPES as readonly string[]).includes(value)) return collect(value, before)
  throw new InvalidArgumentError(`It takes ${GRANT_TYPES.join(', ')}.`)
}

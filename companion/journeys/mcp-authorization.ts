import type { ServerMetadata } from 'openid-client'
import type { Flow } from '#shared/contract/token.ts'
import { AppError } from '#shared/errors/app-error.ts'
import { signInWithoutBrowser } from '../mcp/sign-in.ts'
import { readKept } from './mcp-products.ts'
import type { Rooms } from './rooms.ts'
import type { StepContext } from './step-context.ts'

type Used = Pick<Rooms, 'addresses' | 'http' | 'tokens'>

/** The metadata that the journey has read, so that no call reads them again. */
export function readOverride(context: StepContext<unknown>): Partial<ServerMetadata> {
  return readKept(context, 'mcp_metadata') as unknown as Partial<ServerMetadata>
}

/** What a token is asked for. */
export function readOrder(
  context: StepContext<unknown>,
  scope: string,
): { registration: string; scope: string; audience: ''; dpop: false; resource?: string } {
  const { resource } = readKept(context, 'mcp_resource')
  return {
    registration: context.require('registration_id'),
    scope,
    audience: '',
    dpop: false,
    ...(resource !== undefined && { resource }),
  }
}

/**
 * Starts an authorization code grant.
 *
 * @param step - Under which the token request will be filed.
 */
export function startAuthorization(
  context: StepContext<unknown>,
  { tokens }: Pick<Rooms, 'tokens'>,
  { scope, step }: { scope: string; step: 'mcp-token' | 'mcp-step-up' },
): Promise<Flow> {
  return tokens.startFlow(
    { grant: 'authorization_code', par: false, ...readOrder(context, scope) },
    {
      label: 'Get token',
      context: { ...context.call('app', 'idp', 'Get token'), step },
      override: readOverride(context),
    },
  )
}

/**
 * Lets the client in without a browser.
 *
 * @returns The address that the browser would be sent to, with the code; nothing where a person is needed.
 * @throws AppError `TOKEN_REFUSED` when the server refuses, on a page or in its answer.
 */
export async function authorize(
  context: StepContext<unknown>,
  { addresses, http, tokens }: Used,
  flow: Flow,
): Promise<URL | undefined> {
  const redirectUri = new URL(flow.url).searchParams.get('redirect_uri') ?? ''
  const end = await signInWithoutBrowser(http, context.call('developer', 'idp', 'Authorize'), {
    start: flow.url,
    redirectUri,
    ownSignIn: addresses.idp,
  })
  if (end.kind === 'page') {
    if (end.status < 400) return undefined
    throw new AppError('TOKEN_REFUSED', {
      detail: `The authorization endpoint answered ${end.status} with a page, not with a redirect: ${end.words || 'without words'}. A browser would stay there, and the client would wait.`,
      hint: 'RFC 6749 §4.1.2.1: a server must not redirect when the client or its redirect URI is not known. Look at both, and become known again in step 5.',
    })
  }
  const url = new URL(end.url)
  // The refusal is explained there, after the issuer of the answer was compared.
  if (url.searchParams.has('error')) await tokens.finishFlow(url)
  return url
}

/** A person has to sign in with a browser. */
export function needPerson(flow: Flow): AppError {
  return new AppError('SIGN_IN_NEEDED', {
    detail: `The authorization server asks a person. Open this address and sign in: ${flow.url}`,
    hint: 'The answer comes to the lab by itself; run this step again afterwards.',
    reference: { text: `Sign in at ${new URL(flow.url).host}`, href: flow.url },
  })
}

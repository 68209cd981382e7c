import { randomUUID } from 'node:crypto'
import type { Registration } from '#shared/contract/registration.ts'
import type { ClientMetadata } from '#shared/oauth/client-metadata.ts'
import type { HttpAnswer } from '../../outgoing/http-client.ts'
import { findNamedMember } from '../named-member.ts'
import { isAboutToken } from '../about-token.ts'
import {
  describeSeen,
  findHeader,
  findRegistrationUrl,
  sendCall,
  type WalkTools,
} from '../walk-tools.ts'
import { BROWSER_ORIGIN } from './browser-probe.ts'
import { buildProbeMetadata, listOtherForms } from './probe-metadata.ts'
import { readClaims } from './token-probe.ts'

interface Attempt {
  registration: Registration
  answer: HttpAnswer
}

interface Credential {
  /** The Authorization header; empty when none is sent. */
  authorization: string
  /** The initial access token that the client was given. */
  minted: string | undefined
  /** The token in the header. */
  sent: string | undefined
}

/** Members that a server may want in another form, or in addition. */
const FORMS = new Set<string | undefined>([
  'redirect_uris',
  'response_types',
  'grant_types',
  undefined,
])
const REFUSALS = new Set([400, 422])

/**
 * Registers the examined client. Where the form of its metadata is refused, the same client is tried in other
 * words before the provider is blamed.
 *
 * @returns The client, when there is one.
 */
export async function probeRegistration(tools: WalkTools): Promise<Registration | undefined> {
  const credential = await chooseCredential(tools)
  const metadata = buildMetadata(tools)
  let first: Attempt | undefined
  for (let connect = 0; connect < tools.behaviour.connects; connect += 1)
    first = await registerOnce(tools, credential, metadata)
  if (!first) return undefined
  const url = findRegistrationUrl(tools)
  const refused = describeSeen(url, first.answer)
  const attempts = [first]
  if (REFUSALS.has(refused.status) && !isAboutToken(refused) && FORMS.has(findNamedMember(refused)))
    for (const form of listOtherForms(metadata, tools.behaviour)) {
      const attempt = await registerOnce(tools, credential, form)
      attempts.push(attempt)
      if (attempt.registration.state === 'active') break
    }
  const last = attempts.at(-1) ?? first
  const isTaken = last.registration.state === 'active'
  const client = await keep(tools, credential, isTaken ? last : first)
  const { registration } = tools.evidence
  const isAdded = last !== first && hasRedirect(last.registration)
  if (!registration || !isAdded) return client
  if (isTaken) registration.withoutRedirect = refused
  else registration.withRedirect = describeSeen(url, last.answer)
  return client
}

/** A registration without any token, whatever the client was given: whether strangers may register. */
export async function probeWithoutToken(tools: WalkTools): Promise<void> {
  if (!tools.behaviour.tries_without_token) return
  const stranger = { authorization: '', minted: undefined, sent: undefined }
  const metadata = { ...buildMetadata(tools), client_name: `${tools.name} without a token` }
  const { answer, registration } = await registerOnce(tools, stranger, metadata)
  tools.evidence.anonymous = {
    status: answer.status,
    isRegistered: registration.state === 'active',
  }
}

async function chooseCredential({ behaviour, driver, target }: WalkTools): Promise<Credential> {
  const minted = behaviour.has_token ? await target.mintToken() : undefined
  const token = behaviour.has_made_up_token ? 'a-token-that-was-never-issued' : minted
  if (token === undefined || !behaviour.sends_token || driver.isOpen)
    return { authorization: '', minted, sent: undefined }
  const { scheme } = behaviour
  const authorization = scheme === undefined ? driver.authorize(token) : `${scheme} ${token}`
  return { authorization, minted, sent: token }
}

function buildMetadata(tools: WalkTools): ClientMetadata {
  const { driver, target, behaviour, name, evidence } = tools
  return buildProbeMetadata({
    driver,
    target,
    behaviour,
    name,
    registrationUrl: findRegistrationUrl(tools),
    supported: {
      grants: evidence.discovery?.grant_types_supported,
      methods: evidence.discovery?.token_endpoint_auth_methods_supported,
    },
  })
}

async function registerOnce(
  tools: WalkTools,
  { authorization, minted }: Credential,
  metadata: ClientMetadata,
): Promise<Attempt> {
  const { deps, target, behaviour, registered } = tools
  try {
    return await deps.registrar.registerAt({
      origin: 'doctor',
      provider: target.provider,
      idp_host: target.host,
      registration_endpoint: findRegistrationUrl(tools),
      initialAccessToken: authorization === '' ? undefined : minted,
      authorization,
      metadata,
      ...(behaviour.kind === 'browser' && { headers: { origin: BROWSER_ORIGIN } }),
      ...(behaviour.loses_its_app && { developer: randomUUID() }),
    })
  } finally {
    // A call without an answer may have made a client as well.
    const own = deps.registrar.outlines().filter((one) => one.client_name === metadata.client_name)
    registered.push(...own.map(({ id }) => id).filter((id) => !registered.includes(id)))
  }
}

async function keep(
  tools: WalkTools,
  { authorization, minted, sent }: Credential,
  { registration, answer }: Attempt,
): Promise<Registration | undefined> {
  const { driver, evidence } = tools
  const allowedOrigin = findHeader(answer.headers, 'access-control-allow-origin')
  const tokenClaims = sent === undefined ? undefined : readClaims(sent)?.claims
  evidence.registration = {
    seen: describeSeen(findRegistrationUrl(tools), answer),
    scheme: authorization.split(' ')[0] ?? '',
    hadToken: minted !== undefined && !driver.isOpen,
    ...(tokenClaims && { tokenClaims }),
    ...(allowedOrigin !== undefined && { allowedOrigin }),
    asked: registration.asked,
    ...(registration.state === 'active' && { granted: registration.granted ?? {} }),
    hasSecret: registration.client_secret !== undefined,
  }
  if (registration.state !== 'active') return undefined
  await followUp(tools, registration, minted)
  return registration
}

/**
 * Makes the provider-specific calls that a client needs before its token; a refusal shows at the token
 * request.
 */
async function followUp(
  tools: WalkTools,
  { client_id }: Registration,
  token: string | undefined,
): Promise<void> {
  for (const { label, request } of tools.driver.followUps) {
    if (!request || token === undefined || client_id === undefined) continue
    const { host: idp_host, audience } = tools.target
    const { method, url, body } = request({ client_id, idp_host, audience })
    await sendCall(tools, label, {
      method,
      url,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    })
  }
}

function hasRedirect({ asked }: Registration): boolean {
  const uris = asked['redirect_uris']
  return Array.isArray(uris) && uris.length > 0
}

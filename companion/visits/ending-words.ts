import type { VisitEnding, VisitFinding } from '#shared/contract/visit.ts'
import type { Ending } from './find-ending.ts'

interface Words {
  text: string
  why: string
  fix: string
}

type Say = (facts: Readonly<Record<string, string>>) => Words

const named = (value = ''): string => (value === '' ? '' : ` ${value}`)
const said = (description = ''): string => (description === '' ? '' : `: ${description}`)

const WORDS: Record<VisitEnding, Say> = {
  CALLED: () => ({
    text: 'The last call of the API passed.',
    why: 'Discovery, registration, authorization and token went through.',
    fix: 'Nothing has to be done.',
  }),
  UNDER_WAY: () => ({
    text: 'The client may still be at work.',
    why: 'Less than 30 s have passed since its last leg.',
    fix: 'Wait.',
  }),
  RESOURCE_MISMATCH: ({ resource, asked }) => ({
    text: `The resource metadata names ${resource || 'no resource'}, and the client had called ${asked}.`,
    why: 'A client has to stop when the metadata are of another resource (RFC 9728 §3.3).',
    fix: 'Give the client the address that the metadata name, letter by letter, or let the metadata name the address that clients use.',
  }),
  RESOURCE_REFUSED: ({ refusal = 'the token', resource, description, reason = '' }) => ({
    text:
      reason === ''
        ? `The resource${named(resource)} was refused (${refusal}${said(description)}).`
        : `The gateway refused the token: ${reason}`,
    why: 'A token is given for resources that the server knows, and an API takes tokens for itself only (RFC 8707 §2, RFC 9068 §4).',
    fix: 'Let the server know this resource, or let the API accept the audience that the server writes.',
  }),
  NO_WAY_TO_REGISTER: ({ issuer, refusal, documents }) => ({
    text: issuer
      ? `The metadata of ${issuer} name no registration endpoint${documents ? ', and the client showed no document, which they would take' : ' and do not take documents as client ids'}.`
      : `The client was told no registration endpoint and guessed one at the API (${refusal}).`,
    why: 'Without RFC 7591 and without Client ID Metadata Documents only a client that was registered beforehand can go on.',
    fix: 'Open the registration, take documents, or register the client by hand and give it the id.',
  }),
  REGISTRATION_REFUSED: ({ refusal, description }) => ({
    text: `The registration was refused (${refusal}${said(description)}).`,
    why: 'The server does not take the metadata or the credential of the request (RFC 7591 §3.2.2).',
    fix: 'Look at what was sent, and at what the answer names.',
  }),
  SCOPE_REFUSED: ({ refusal, description, scope }) => ({
    text: `The scope${named(scope)} was refused (${refusal}${said(description)}).`,
    why: 'The server knows no such scope, or the client is not registered for it (RFC 6749 §3.3, RFC 7591 §2).',
    fix: 'Make the scope at the server, or have the client ask for scopes that the metadata list.',
  }),
  REDIRECT_REFUSED: ({ refusal, description, redirect }) => ({
    text: `The redirect URI${named(redirect)} was refused (${refusal}${said(description)}).`,
    why: 'It has to be one that was registered, and fit the type of application; of loopback addresses a server may let the port vary (RFC 8252 §7.3). The browser ends at an error page and the client waits for ever.',
    fix: 'Register this redirect URI, or let the client register again.',
  }),
  ISSUER_MISMATCH: ({ issuer, expected }) => ({
    text: `The metadata name the issuer ${issuer}, and were read as those of ${expected}.`,
    why: 'A client must not use metadata whose issuer is not the one that it asked (RFC 8414 §3.3); some clients go on all the same.',
    fix: 'Let issuer and address agree, letter by letter; a slash is a difference.',
  }),
  WRONG_ISS: ({ iss, issuer }) => ({
    text:
      iss === 'none'
        ? `The authorization answer has no iss, and the metadata of ${issuer} promise one.`
        : `The authorization answer names the issuer ${iss}, and the metadata name ${issuer}.`,
    why: 'A client refuses the answer before it asks for a token (RFC 9207 §2.4).',
    fix: 'Let the server write into iss what its metadata name as issuer.',
  }),
  CLIENT_EXPIRED: ({ refusal, description }) => ({
    text: `The client’s secret has expired (${refusal}${said(description)}).`,
    why: 'client_secret_expires_at of the registration has passed (RFC 7591 §3.2.1); few clients look at it.',
    fix: 'Rotate the secret, or let the client register again.',
  }),
  CLIENT_UNKNOWN: ({ refusal, description }) => ({
    text: `The server does not know this client any more, or never did (${refusal}${said(description)}).`,
    why: 'It was deleted at the server, or belongs to another one. At the authorization endpoint a client learns nothing of that: the browser ends at an error page.',
    fix: 'Have the client forget its registration, and connect again.',
  }),
  KEY_CHANGED: ({ reason = '', refusal, description }) => ({
    text:
      reason === ''
        ? `The key that the client signs with is not taken any more (${refusal}${said(description)}).`
        : `The gateway does not know the key of the token: ${reason}`,
    why: 'The signing key was replaced, and the other side has the old key set (RFC 7517 §4.5).',
    fix: 'Publish the new key beside the old one for a while; a new token is signed with the new key.',
  }),
  NO_CHALLENGE: ({ refusal }) => ({
    text: `The call without a token was refused without a challenge (${refusal}).`,
    why: 'A client learns from WWW-Authenticate that it needs a token, and from where (RFC 9728 §5.1, RFC 6750 §3). Many give up without it.',
    fix: 'Switch the API’s error profile to rfc6750.',
  }),
  STEP_UP_IGNORED: ({ wanted }) => ({
    text: `The API asked for the scope ${wanted}, and the client did not ask for it.`,
    why: 'A client that is told insufficient_scope should authorize again with the scopes of the challenge (RFC 6750 §3.1, MCP 2025-11-25 step-up); a renewed token keeps the old ones.',
    fix: 'Let the client ask for this scope from the start, or use one that steps up.',
  }),
  STEP_UP_REFUSED: ({ refusal, description, scope }) => ({
    text: `The client asked for more scope${named(scope)} and was refused (${refusal}${said(description)}).`,
    why: 'Clients register the scope that they need first, and the server holds them to it (RFC 7591 §2).',
    fix: 'Register the client for all scopes, or take the registered scope as a hint.',
  }),
  ACCESS_DENIED: ({ description, scope }) => ({
    text: `The authorization was denied (access_denied${said(description)}).`,
    why:
      scope === ''
        ? 'The person said no, or nothing was left to grant: the client asked for no scope.'
        : 'The person said no, or nothing that was asked for may be granted.',
    fix: 'Look at the scopes that the client asked for, and at what it is registered for.',
  }),
  AUTHORIZATION_REFUSED: ({ refusal, description }) => ({
    text: `The authorization request was refused (${refusal}${said(description)}).`,
    why: 'A parameter is missing or not taken (RFC 6749 §4.1.2.1).',
    fix: 'Look at the request and at what the answer names.',
  }),
  TOKEN_REFUSED: ({ refusal, description }) => ({
    text: `The token request was refused (${refusal}${said(description)}).`,
    why: 'The credential, the grant or its code is not taken (RFC 6749 §5.2).',
    fix: 'Look at how the client authenticates, and at how it was registered.',
  }),
  CALL_REFUSED: ({ reason = '' }) => ({
    text: `The gateway refused the call: ${reason}`,
    why: 'A check of the gateway failed after the client had its token.',
    fix: 'Open the verdict of the call.',
  }),
  METADATA_FAILED: ({ refusal }) => ({
    text: `The metadata gave the client nothing to go on with (${refusal}).`,
    why: 'Each form of the address was answered with an error, or names no server.',
    fix: 'Read the metadata yourself, and the address that the resource metadata name.',
  }),
  STOPPED: () => ({
    text: 'The client fell silent, though nothing that it was answered is known to be wrong.',
    why: 'A person may have closed the page, or the client has a rule that this lab does not know.',
    fix: 'Look at the last answer, and at what the client itself says.',
  }),
}

/** An ending in words. */
export function sayEnding({ code, facts, leg }: Ending): VisitFinding {
  return { code, ...WORDS[code](facts), exchange: leg.exchange }
}

import express, { type RequestHandler } from 'express'
import { StatementRefusal, type SoftwarePublishers } from '../../statements/software-publishers.ts'
import { replayBody } from '../token-form.ts'
import {
  type AddressRules,
  assertHarmless,
  DialectError,
  refuse,
  sendDialectError,
} from '../dialect-error.ts'

const readText = express.text({ limit: '64kb', type: 'application/json' })

export interface RegistrationRules extends AddressRules {
  /**
   * Whether the scope that a client registers is taken as a hint and left out: MCP clients register the first
   * scope that they need, cannot change it later, and ask for more when a tool needs it.
   */
  isScopeHint: boolean
}

/**
 * Looks at software statements and addresses before the engine does, which keeps them as they are. Everything
 * else about the body is the engine's to judge.
 */
export function registrationGuard(
  publishers: SoftwarePublishers,
  rules: RegistrationRules,
): RequestHandler[] {
  return [
    readText,
    async (request, response, next) => {
      if (typeof request.body !== 'string') return next()
      try {
        replayBody(request, await checkBody(publishers, rules, request.body))
        next()
      } catch (thrown) {
        if (thrown instanceof DialectError) return sendDialectError(response, thrown)
        if (!(thrown instanceof StatementRefusal)) throw thrown
        sendDialectError(response, refuse(400, thrown.error, thrown.message))
      }
    },
  ]
}

async function checkBody(
  publishers: SoftwarePublishers,
  { isScopeHint, ...addresses }: RegistrationRules,
  text: string,
): Promise<string> {
  const body = parseObject(text)
  if (!body) return text
  const hasStatement = body['software_statement'] !== undefined
  const metadata = hasStatement ? await publishers.apply(body) : body
  assertHarmless(metadata, addresses)
  const completed = addEmptyLists(isScopeHint ? leaveOutScope(metadata) : metadata)
  return hasStatement || completed !== metadata ? JSON.stringify(completed) : text
}

/** @see [RFC 7591 §3.2.1](https://www.rfc-editor.org/rfc/rfc7591.html#section-3.2.1) a server may leave out what it does not keep */
function leaveOutScope(metadata: Record<string, unknown>): Record<string, unknown> {
  if (!('scope' in metadata)) return metadata
  const { scope: _hint, ...kept } = metadata
  return kept
}

/**
 * A client without redirects needs to send neither redirect URIs nor response types (RFC 7591 §2: both are
 * OPTIONAL). The engine takes its defaults for a client with redirects then, and refuses it.
 */
function addEmptyLists(metadata: Record<string, unknown>): Record<string, unknown> {
  const { grant_types: grants } = metadata
  const isWithout = Array.isArray(grants) && grants.length > 0 && !grants.some(hasRedirect)
  if (!isWithout || 'response_types' in metadata) return metadata
  return { redirect_uris: [], ...metadata, response_types: [] }
}

function hasRedirect(grant: unknown): boolean {
  return grant === 'authorization_code' || grant === 'implicit'
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const body: unknown = JSON.parse(text)
    const isObject = typeof body === 'object' && body !== null && !Array.isArray(body)
    return isObject ? (body as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

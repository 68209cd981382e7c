import express, { type RequestHandler } from 'express'
import { StatementRefusal, type SoftwarePublishers } from '../../statements/software-publishers.ts'
import { replayBody } from '../token-form.ts'
import { refuse, sendDialectError } from '../dialect-error.ts'

const readText = express.text({ limit: '64kb', type: 'application/json' })

/**
 * Looks at software statements before the engine does, which keeps them as they are. Everything else
 * about the body is the engine's to judge.
 */
export function statementGuard(publishers: SoftwarePublishers): RequestHandler[] {
  return [
    readText,
    async (request, response, next) => {
      if (typeof request.body !== 'string') return next()
      try {
        replayBody(request, await applyStatement(publishers, request.body))
        next()
      } catch (thrown) {
        if (!(thrown instanceof StatementRefusal)) throw thrown
        sendDialectError(response, refuse(400, thrown.error, thrown.message))
      }
    },
  ]
}

async function applyStatement(publishers: SoftwarePublishers, text: string): Promise<string> {
  if (!text.includes('software_statement')) return text
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    return text
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return text
  return JSON.stringify(await publishers.apply(body as Record<string, unknown>))
}

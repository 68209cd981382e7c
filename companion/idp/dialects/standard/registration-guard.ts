import express, { type RequestHandler } from 'express'
import { StatementRefusal, type SoftwarePublishers } from '../../statements/software-publishers.ts'
import { replayBody } from '../token-form.ts'
import { assertHarmless, DialectError, refuse, sendDialectError } from '../dialect-error.ts'

const readText = express.text({ limit: '64kb', type: 'application/json' })

/**
 * Looks at software statements and addresses before the engine does, which keeps them as they are. Everything
 * else about the body is the engine's to judge.
 */
export function registrationGuard(publishers: SoftwarePublishers): RequestHandler[] {
  return [
    readText,
    async (request, response, next) => {
      if (typeof request.body !== 'string') return next()
      try {
        replayBody(request, await checkBody(publishers, request.body))
        next()
      } catch (thrown) {
        if (thrown instanceof DialectError) return sendDialectError(response, thrown)
        if (!(thrown instanceof StatementRefusal)) throw thrown
        sendDialectError(response, refuse(400, thrown.error, thrown.message))
      }
    },
  ]
}

async function checkBody(publishers: SoftwarePublishers, text: string): Promise<string> {
  const body = parseObject(text)
  if (!body) return text
  const hasStatement = body['software_statement'] !== undefined
  const metadata = hasStatement ? await publishers.apply(body) : body
  assertHarmless(metadata)
  return hasStatement ? JSON.stringify(metadata) : text
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

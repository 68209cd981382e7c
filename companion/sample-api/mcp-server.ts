import { createMcpHandler, McpServer } from '@modelcontextprotocol/server'
import type { RequestHandler } from 'express'
import { decodeJwt } from 'jose'
import * as z from '#shared/zod.ts'

const MAX_BODY_BYTES = 1024 * 1024

/** What a tool needs, beside a token that the gateway let through. */
const SCOPES: Record<string, string> = { read_notes: 'notes:read', write_note: 'notes:write' }

/**
 * A sample MCP server with three tools, of which two need a scope; both eras of the protocol are spoken. It
 * stands behind the gateway, which checks the tokens: the scope alone is read here.
 *
 * @see [MCP, scope challenge](https://modelcontextprotocol.io/specification/2026-07-28/basic/authorization#scope-challenge-handling)
 */
export function mcpServer(): RequestHandler {
  const notes: string[] = ['The first note']
  const handler = createMcpHandler(() => buildServer(notes))
  return async (request, response) => {
    const chunks: Buffer[] = []
    let size = 0
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > MAX_BODY_BYTES) {
        response.status(413).json({ error: 'The message is larger than 1 MiB' })
        return
      }
      chunks.push(chunk)
    }
    const body = Buffer.concat(chunks)
    const lacking = findLackingScope(body, request.headers.authorization)
    if (lacking !== undefined) {
      response
        .status(403)
        .set('WWW-Authenticate', `Bearer error="insufficient_scope", scope="${lacking}"`)
        .json({ error: 'insufficient_scope', scope: lacking })
      return
    }
    const headers = new Headers()
    for (const [name, value] of Object.entries(request.headers))
      if (value !== undefined) headers.set(name, String(value))
    const answer = await handler.fetch(
      new Request(new URL(request.originalUrl, `http://${request.headers.host ?? 'localhost'}`), {
        method: request.method,
        headers,
        ...(body.length > 0 && { body }),
      }),
    )
    response.status(answer.status)
    answer.headers.forEach((value, name) => response.setHeader(name, value))
    if (answer.body)
      for await (const chunk of answer.body as AsyncIterable<Uint8Array>) response.write(chunk)
    response.end()
  }
}

function buildServer(notes: string[]): McpServer {
  const server = new McpServer({ name: 'dcr-lab-notes', version: '1' })
  const say = (text: string) => ({ content: [{ type: 'text' as const, text }] })
  server.registerTool(
    'add',
    {
      description: 'Adds two numbers; needs no scope.',
      inputSchema: z.object({ a: z.number(), b: z.number() }),
    },
    async ({ a, b }) => say(String(a + b)),
  )
  server.registerTool(
    'read_notes',
    { description: 'Reads all notes; needs notes:read.', inputSchema: z.object({}) },
    async () => say(notes.join('\n')),
  )
  server.registerTool(
    'write_note',
    {
      description: 'Writes a note; needs notes:write.',
      inputSchema: z.object({ text: z.string().max(1000) }),
    },
    async ({ text }) => {
      notes.push(text)
      notes.splice(0, notes.length - 100)
      return say(`${notes.length} notes`)
    },
  )
  return server
}

/** The scope that a call of a tool needs and its token lacks. */
function findLackingScope(body: Buffer, authorization: string | undefined): string | undefined {
  const needed = SCOPES[readTool(body)]
  return needed === undefined || readScopes(authorization).includes(needed) ? undefined : needed
}

function readTool(body: Buffer): string {
  try {
    const { method, params } = JSON.parse(body.toString('utf8')) as {
      method?: unknown
      params?: { name?: unknown }
    }
    return method === 'tools/call' ? String(params?.name) : ''
  } catch {
    return ''
  }
}

/** @see [RFC 9068 §2.2.3](https://www.rfc-editor.org/rfc/rfc9068.html#section-2.2.3) `scope`; Okta writes `scp` */
function readScopes(authorization = ''): string[] {
  try {
    const { scope, scp } = decodeJwt(authorization.replace(/^Bearer /i, ''))
    return [scope, scp].flat().flatMap((one) => (typeof one === 'string' ? one.split(' ') : []))
  } catch {
    return []
  }
}

import { createHash, randomBytes } from 'node:crypto'
import type { RequestHandler } from 'express'
import type { Table } from '../../../store/table.ts'
import type { IdpApiToken } from '../../../store/idp-records.ts'
import { OktaApiError } from './okta-errors.ts'

/** The organisation's API tokens: Security → API → Tokens. */
export interface ApiTokens {
  /** @returns The token, which is shown this once. */
  create(name: string): Promise<string>
  revoke(token: string): Promise<void>
  /**
   * Lets a request through that carries one of them in Okta's own scheme. A `Bearer` with an API
   * token is refused like any other bad token.
   */
  guard: RequestHandler
}

export function createApiTokens(records: Table<IdpApiToken>): ApiTokens {
  return {
    async create(name) {
      const token = `00${randomBytes(30).toString('base64url')}`
      const id = `00T${randomBytes(12).toString('base64url')}`
      const created_at = new Date().toISOString()
      const record = { id, name, token_sha256: hash(token), created_at }
      await records.transact((rows) => rows.put(id, record))
      return token
    },
    async revoke(token) {
      await records.transact((rows) => {
        const found = rows.list().find(({ token_sha256 }) => token_sha256 === hash(token))
        if (found) rows.delete(found.id)
      })
    },
    guard(request, _response, next) {
      const sent = /^SSWS (\S+)$/.exec(request.headers.authorization ?? '')?.[1]
      const wanted = sent === undefined ? undefined : hash(sent)
      // Digests are compared, so the time tells nothing of the token.
      if (!records.list().some(({ token_sha256 }) => token_sha256 === wanted))
        throw new OktaApiError('E0000011')
      next()
    },
  }
}

function hash(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

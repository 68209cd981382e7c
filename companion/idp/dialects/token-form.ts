import express, { type Request } from 'express'
import { limitBody } from '../../http/limit-body.ts'

/** What a caller of the token, introspection or revocation endpoint sent. */
export interface TokenForm {
  authorization: string | undefined
  form: URLSearchParams
}

const FORM = { type: 'application/x-www-form-urlencoded', limit: 64 * 1024 }

/** Reads the form, and leaves any other body alone. */
export const readBody = limitBody(FORM, express.raw(FORM))

/** @throws The error of `refuse` when there is no form. */
export function readForm(request: Request, refuse: () => Error): TokenForm {
  if (!Buffer.isBuffer(request.body)) throw refuse()
  return {
    authorization: request.headers.authorization,
    form: new URLSearchParams(request.body.toString('utf8')),
  }
}

/** The engine reads the stream itself and warns about every other way; so it gets one to read. */
export function replayBody(request: Request, text: string): void {
  const bytes = Buffer.from(text)
  request.headers['content-length'] = String(bytes.length)
  delete request.headers['transfer-encoding']
  Object.defineProperty(request, 'readable', { value: true })
  Object.defineProperty(request, 'iterator', {
    value: async function* replay() {
      yield bytes
    },
  })
}

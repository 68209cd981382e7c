import express, { type Request, type RequestHandler } from 'express'
import { limitBody } from '../../http/limit-body.ts'

/** What a caller of the token, introspection or revocation endpoint sent. */
export interface TokenForm {
  authorization: string | undefined
  form: URLSearchParams
}

const FORM = { type: 'application/x-www-form-urlencoded', limit: 64 * 1024 }

const readStream = limitBody(FORM, express.raw(FORM))

/** Reads the form, and leaves any other body alone, and one that was read before. */
export const readBody: RequestHandler = (request, response, next) =>
  Buffer.isBuffer(request.body) ? next() : readStream(request, response, next)

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
  Object.defineProperty(request, 'readable', { value: true, configurable: true })
  Object.defineProperty(request, 'iterator', {
    configurable: true,
    value: async function* replay() {
      yield bytes
    },
  })
}

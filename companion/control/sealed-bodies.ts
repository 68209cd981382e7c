import { Readable } from 'node:stream'
import type { Request, RequestHandler } from 'express'
import { AppError } from '#shared/errors/app-error.ts'
import {
  openPiece,
  SEALED_FILE,
  SEALED_JSON,
  SEALED_PIECE_BYTES,
} from '#shared/pairing/sealed-body.ts'
import type { AcceptedCall } from '../pairing/sessions.ts'

/** Reads a sealed body of JSON, as `express.json` does a plain one. */
export function readSealedJson(limitBytes: number): RequestHandler {
  return async (request, response, next) => {
    const call = readCall(response.locals)
    if (!call || request.body !== undefined || request.headers['content-type'] !== SEALED_JSON)
      return next()
    const text = await collect(openPieces(request, call), limitBytes)
    request.body = parseJson(text)
    request.headers['content-type'] = 'application/json'
    next()
  }
}

/** The content of a sealed file; the request itself where it is not sealed. */
export function openFile(request: Request, locals: Record<string, unknown>): Readable {
  const call = readCall(locals)
  return call && request.headers['content-type'] === SEALED_FILE
    ? Readable.from(openPieces(request, call))
    : request
}

/**
 * Nothing that a paired caller sends is taken in the open: it could have been put under a signature.
 *
 * @throws AppError `MEDIA_TYPE_UNSUPPORTED`.
 */
export const refuseOpenBodies: RequestHandler = (request, response, next) => {
  const type = request.headers['content-type'] ?? ''
  const isSealed = type === SEALED_JSON || type === SEALED_FILE
  const hasBody =
    request.headers['transfer-encoding'] !== undefined ||
    Number(request.headers['content-length'] ?? 0) > 0
  if (readCall(response.locals) && hasBody && !isSealed)
    throw new AppError('MEDIA_TYPE_UNSUPPORTED', {
      detail: 'In a session every body is sealed.',
    })
  next()
}

function readCall(locals: Record<string, unknown>): AcceptedCall | undefined {
  return locals['call'] as AcceptedCall | undefined
}

async function* openPieces(
  request: Request,
  { bodyKey, counter }: AcceptedCall,
): AsyncGenerator<Uint8Array> {
  let rest = Buffer.alloc(0)
  let index = 0
  const open = (piece: Buffer, isLast: boolean): Promise<Uint8Array> =>
    openPiece(bodyKey, { counter, index: index++, isLast }, Uint8Array.from(piece))
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      rest = Buffer.concat([rest, chunk])
      // The last piece is told apart by what follows it: nothing.
      while (rest.length > SEALED_PIECE_BYTES) {
        yield await open(rest.subarray(0, SEALED_PIECE_BYTES), false)
        rest = rest.subarray(SEALED_PIECE_BYTES)
      }
    }
    yield await open(rest, true)
  } catch (cause) {
    throw new AppError('BODY_NOT_JSON', {
      detail: 'The sealed body is not whole, or not sealed for this request.',
      cause,
    })
  }
}

async function collect(pieces: AsyncIterable<Uint8Array>, limitBytes: number): Promise<string> {
  const collected: Uint8Array[] = []
  let sizeBytes = 0
  for await (const piece of pieces) {
    sizeBytes += piece.length
    if (sizeBytes > limitBytes)
      throw Object.assign(new Error('too large'), { type: 'entity.too.large', limit: limitBytes })
    collected.push(piece)
  }
  return Buffer.concat(collected).toString()
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new AppError('BODY_NOT_JSON', { detail: 'The body could not be parsed as JSON.', cause })
  }
}

import { Writable } from 'node:stream'
import pino from 'pino'
import { expect, test } from 'vitest'
import { AppError } from '#shared/errors/app-error.ts'
import type { ErrorCode } from '#shared/errors/error-catalog.ts'
import { logFailure } from './problem-handler.ts'

/** What is logged of a failure, line by line. */
function log(code: ErrorCode): string[] {
  const lines: string[] = []
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString())
      done()
    },
  })
  logFailure(pino({ base: null }, stream), new AppError(code, { cause: new Error('socket') }))
  return lines
}

test.each<ErrorCode>([
  'PROVIDER_UNREACHABLE',
  'PROVIDER_REJECTED',
  'CALL_REFUSED',
  'TOKEN_REFUSED',
])('%s, the failure of another program, is one line of warning without a stack', (code) => {
  const [line = '{}', ...more] = log(code)
  expect(more).toEqual([])
  expect(JSON.parse(line)).toMatchObject({ level: 40, code })
  expect(line).not.toContain('stack')
})

test('a failure of this program is an error with its stack', () => {
  expect(log('INTERNAL')[0]).toContain('"stack":"Error: socket')
})

test('a refusal is not logged', () => expect(log('REQUEST_INVALID')).toEqual([]))

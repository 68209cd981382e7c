import * as z from '#shared/zod.ts'
import { findInJson } from './find-in-json.ts'
import type { Found } from './found.ts'

/** The part of HAR 1.2 that says what was answered. */
const Answers = z.object({
  log: z.object({
    entries: z.array(
      z.object({
        request: z.object({ method: z.string(), url: z.string() }),
        response: z
          .object({
            content: z
              .object({ text: z.string().optional(), encoding: z.string().optional() })
              .optional(),
          })
          .optional(),
      }),
    ),
  }),
})

/** The clients and tokens that servers answered with. */
export function findInHarAnswers(document: unknown): Found[] {
  const read = Answers.safeParse(document)
  if (!read.success) return []
  return read.data.log.entries.flatMap(({ request, response }) => {
    const { text = '', encoding } = response?.content ?? {}
    const body = encoding === 'base64' ? Buffer.from(text, 'base64').toString() : text
    const found = findInJson(parse(body), `Answer of ${request.method} ${request.url}`)
    return found.map((one) => (one.kind === 'client' ? { ...one, endpoint: request.url } : one))
  })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

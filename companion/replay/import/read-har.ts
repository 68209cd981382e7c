import type { ReplayBody, ReplayField } from '#shared/contract/replay/replay-request.ts'
import * as z from '#shared/zod.ts'
import { NO_BODY, readTextBody } from './read-body.ts'
import { nameRequest, type ReadRequest, type ReadRequests, unreadable } from './read-requests.ts'

const Pair = z.object({ name: z.string(), value: z.string() })

/**
 * The part of HAR 1.2 that says what was sent; programs add members of their own.
 *
 * @see [HAR 1.2](http://www.softwareishard.com/blog/har-12-spec/)
 */
const Har = z.object({
  log: z.object({
    creator: z.object({ name: z.string() }).optional(),
    entries: z.array(
      z.object({
        request: z.object({
          method: z.string(),
          url: z.string(),
          headers: z.array(Pair).default([]),
          cookies: z.array(Pair).default([]),
          postData: z
            .object({
              mimeType: z.string().default(''),
              text: z.string().optional(),
              params: z
                .array(
                  z.object({
                    name: z.string(),
                    value: z.string().optional(),
                    fileName: z.string().optional(),
                    contentType: z.string().optional(),
                  }),
                )
                .optional(),
            })
            .optional(),
        }),
      }),
    ),
  }),
})

type HarRequest = z.infer<typeof Har>['log']['entries'][number]['request']

/** Headers that a browser writes for one connection, or that follow from the body or the program. */
const NOT_TAKEN =
  /^(?::.*|host|content-length|accept-encoding|connection|keep-alive|transfer-encoding|te|upgrade)$/i

/** Reads the requests of a HAR file. @throws AppError `IMPORT_UNREADABLE`. */
export function readHar(document: unknown): ReadRequests {
  const read = Har.safeParse(document)
  if (!read.success) {
    const [issue] = read.error.issues
    throw unreadable(
      `This is no HAR file: ${issue?.path.join('.') ?? ''} is not as HAR 1.2 has it.`,
      'Export it again: "Save all as HAR" in the network tab, or `recordHar` in Playwright.',
    )
  }
  const { creator, entries } = read.data.log
  const warnings = new Set<string>()
  const requests = entries.flatMap(({ request }): ReadRequest[] => {
    if (/^https?:/i.test(request.url)) return [readEntry(request, warnings)]
    warnings.add(
      `Addresses other than http and https were left out, such as ${request.url.split(':')[0]?.slice(0, 20)}:…`,
    )
    return []
  })
  return { name: `HAR of ${creator?.name ?? 'a browser'}`, requests, warnings: [...warnings] }
}

function readEntry(request: HarRequest, warnings: Set<string>): ReadRequest {
  const { method, url, cookies } = request
  const headers: ReplayField[] = request.headers.filter(({ name }) => !NOT_TAKEN.test(name))
  if (cookies.length > 0 && !headers.some(({ name }) => /^cookie$/i.test(name)))
    headers.push({
      name: 'Cookie',
      value: cookies.map(({ name, value }) => `${name}=${value}`).join('; '),
    })
  const body = readPostData(request, warnings)
  return {
    name: nameRequest(method, url),
    request: {
      method,
      url,
      headers: body.kind === 'none' ? headers : headers.filter((field) => !isSaid(field, body)),
      body,
    },
  }
}

function isSaid({ name, value }: ReplayField, body: ReplayBody): boolean {
  if (!/^content-type$/i.test(name)) return false
  return 'media_type' in body
    ? body.media_type === value
    : body.kind !== 'json' || value === 'application/json'
}

function readPostData(request: HarRequest, warnings: Set<string>): ReplayBody {
  const { postData, headers } = request
  const mimeType = postData?.mimeType ?? ''
  // As text, a form with files is as it was sent; its parameters lack the files.
  if (postData?.text !== undefined && postData.text !== '')
    return readTextBody(postData.text, mimeType)
  if (postData?.params && postData.params.length > 0) return readParams(postData, warnings)
  if (headers.some(({ name, value }) => /^content-type$/i.test(name) && value !== ''))
    warnings.add(
      `The body of ${nameRequest(request.method, request.url)} was not recorded; write it before you send.`,
    )
  return NO_BODY
}

function readParams(
  { mimeType, params = [] }: NonNullable<HarRequest['postData']>,
  warnings: Set<string>,
): ReplayBody {
  if (!/^multipart\//i.test(mimeType))
    return {
      kind: 'form',
      fields: params.map(({ name, value = '' }) => ({ name, value })),
    }
  return {
    kind: 'multipart',
    parts: params.map(({ name, value = '', fileName, contentType }) => {
      if (fileName === undefined) return { kind: 'field', name, value }
      warnings.add(`The file ${fileName} is not part of a HAR; choose it before you send.`)
      return {
        kind: 'file',
        name,
        named: fileName,
        filename: fileName,
        ...(contentType !== undefined && { media_type: contentType }),
      }
    }),
  }
}

import type { ImportFormat, ReplayImport } from '#shared/contract/replay/replay-import.ts'
import { ReplayRequest } from '#shared/contract/replay/replay-request.ts'
import { readFieldIssues } from '#shared/errors/field-issues.ts'
import type { IsSecretName } from '#shared/secrets/secret-names.ts'
import type * as z from '#shared/zod.ts'
import type { ReplaySecrets } from '../replay-secrets.ts'
import { shortenUrl } from '../request/shorten-url.ts'
import { type TuckDeps, tuckSecrets } from '../request/tuck-secrets.ts'
import { listReferences, referTo } from '../secret-references.ts'
import { chooseCredentials } from './choose-credentials.ts'
import { type ReadRequest, type ReadRequests, unreadable } from './read-requests.ts'

const MOST_REQUESTS = 500

export interface ImportDeps {
  keepFound: ReplaySecrets['keepFound']
  isSecretName: IsSecretName
  /** Origin of the gateway. */
  gateway: string
}

/**
 * Requests from a curl command, a HAR file or a Postman collection. Nothing in them is executed; credentials
 * are kept by name, and the requests refer to them.
 *
 * @param format - Left out: recognised from the text.
 * @throws AppError `IMPORT_UNREADABLE` with what to do.
 */
export async function importRequests(
  { keepFound, gateway, isSecretName }: ImportDeps,
  text: string,
  format: ImportFormat | undefined,
): Promise<ReplayImport> {
  const secrets = new Set<string>()
  const keep = async (source: string, value: string): Promise<string> => {
    const name = await keepFound(source, value)
    secrets.add(name)
    return name
  }
  const recognised = recognise(text, format)
  const read = await readAs(recognised, async (source, value) => referTo(await keep(source, value)))
  const warnings = [...read.warnings]
  const requests: ReplayImport['requests'] = []
  if (read.requests.length > MOST_REQUESTS)
    warnings.push(
      `There are ${read.requests.length} requests; the first ${MOST_REQUESTS} were taken.`,
    )
  // Together, so that the secrets of many requests reach the disk in a few writes.
  const checked = await Promise.all(
    read.requests.slice(0, MOST_REQUESTS).map((one) => check(one, { gateway, keep, isSecretName })),
  )
  for (const one of checked) {
    if (typeof one === 'string') warnings.push(one)
    else requests.push(one)
  }
  const used = listReferences(JSON.stringify(requests))
  const named = [...new Set(used.filter((name) => !secrets.has(name)))].sort()
  if (named.length > 0)
    warnings.push(
      `The text itself names secrets that may be kept here: ${named.join(', ')}. Look where each request goes before you send it.`,
    )
  return {
    format: recognised.format,
    name: read.name.slice(0, 200),
    requests,
    secrets: [...new Set([...secrets, ...used])].sort(),
    warnings,
  }
}

type Recognised =
  { format: 'curl'; text: string } | { format: 'har' | 'postman'; document: unknown }

function recognise(text: string, wanted: ImportFormat | undefined): Recognised {
  if (wanted === 'curl' || (wanted === undefined && /^\s*(?:\$ *)?curl(?:\.exe)?\s/i.test(text)))
    return { format: 'curl', text }
  const document = parseJson(text)
  if (wanted !== undefined) return { format: wanted, document }
  if (isObject(document) && 'log' in document) return { format: 'har', document }
  if (isObject(document) && 'item' in document) return { format: 'postman', document }
  if (isObject(document) && isObject(document['collection']))
    return { format: 'postman', document: document['collection'] }
  throw unreadable(
    'The text is neither a curl command nor a HAR file nor a Postman collection.',
    'Paste one of these, beginning with “curl” or with “{”.',
  )
}

async function readAs(
  recognised: Recognised,
  keep: (source: string, value: string) => Promise<string>,
): Promise<ReadRequests> {
  // Each reader brings a library along, which is loaded when it is needed.
  if (recognised.format === 'curl')
    return (await import('./read-curl.ts')).readCurl(recognised.text)
  if (recognised.format === 'har')
    return (await import('./read-har.ts')).readHar(recognised.document)
  if (!isObject(recognised.document))
    throw unreadable('This is no Postman collection.', 'Export it again as "Collection v2.1".')
  return (await import('./read-postman.ts')).readPostman(recognised.document, keep)
}

/** @returns The request with references in the place of its secrets, or why it cannot be taken. */
async function check(
  { name, request }: ReadRequest,
  { gateway, keep, isSecretName }: TuckDeps & Pick<ImportDeps, 'gateway'>,
): Promise<ReplayImport['requests'][number] | string> {
  const route = isAt(request.url, gateway) ? 'gateway' : 'direct'
  const whole: ReplayRequest = {
    query: [],
    headers: [],
    body: { kind: 'none' },
    token: { kind: 'none' },
    ...request,
    route,
  } as ReplayRequest
  // Before its secrets are looked for, which takes long in a text of millions of characters.
  const read = ReplayRequest.safeParse(whole)
  if (!read.success) return explain(name, read.error)
  const safe = await chooseCredentials(shortenUrl(read.data, gateway), keep)
  const record = listReferences(JSON.stringify(safe)).find((secret) => secret.includes('/'))
  if (record !== undefined)
    return `${name} was left out: it refers to ${record}, a secret of this machine’s records, which nothing from elsewhere can name.`
  const parsed = ReplayRequest.safeParse(await tuckSecrets(safe, { keep, isSecretName }))
  if (parsed.success) return { name: name || request.method, request: parsed.data }
  return explain(name, parsed.error)
}

function explain(name: string, error: z.ZodError): string {
  const [issue] = readFieldIssues(error)
  return `${name} was left out: ${issue?.field ?? 'it'}: ${issue?.message ?? 'is not valid.'}`
}

function isAt(url: string, origin: string): boolean {
  return URL.canParse(url) && new URL(url).origin === origin
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw unreadable(
      'The text is no curl command, and it is no JSON, either.',
      'Paste a curl command, a whole HAR file, or a whole Postman collection.',
    )
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

import type { AppError } from '#shared/errors/app-error.ts'
import {
  curlLongOpts,
  curlLongOptsShortened,
  curlShortOpts,
  parseArgs,
} from 'curlconverter/dist/src/curl/opts.js'
import { buildRequests, type Request } from 'curlconverter/dist/src/Request.js'
import { Word } from 'curlconverter/dist/src/shell/Word.js'
import type { ReplayBody, ReplayField } from '#shared/contract/replay/replay-request.ts'
import { NO_BODY, readTextBody } from './read-body.ts'
import { nameRequest, type ReadRequest, type ReadRequests, unreadable } from './read-requests.ts'
import { splitCommands } from './split-commands.ts'

/** Options that are part of a request here, or that are about output only. */
const UNDERSTOOD = new Set(
  'request header data data-raw data-binary data-ascii data-urlencode json form form-string user get head url url-query cookie user-agent referer oauth2-bearer upload-file next basic compressed silent show-error verbose include output remote-name fail fail-with-body progress-bar no-buffer globoff http1.0 http1.1 http2 http3 write-out trace trace-ascii'.split(
    ' ',
  ),
)

const REASONS: Record<string, string> = {
  location: 'redirects are not followed, so that each answer can be looked at',
  insecure: 'certificates are always checked',
  proxy: 'proxies are not used',
  config: 'no file is read',
  netrc: 'no file is read',
}

/** What takes longer than a moment to read is no command that a person copied. */
const BOUNDS = { characters: 1_000_000, words: 20_000 }

/** Expansions that a shell would have made. */
const EXPANSION = /\$\(|`|\$\{|\$[A-Za-z_]/

/**
 * Reads curl commands as curl reads its options, by curlconverter's tables. Nothing is run or expanded, and
 * no file that a command names is read.
 *
 * @throws AppError `IMPORT_UNREADABLE`.
 */
export function readCurl(text: string): ReadRequests {
  if (text.length > BOUNDS.characters) throw tooLong()
  const { commands, others } = splitCommands(text)
  if (commands.flat().length > BOUNDS.words) throw tooLong()
  if (commands.length === 0)
    throw unreadable(
      'There is no curl command in the text.',
      'Copy a request as cURL, in the network tab of the developer tools for example.',
    )
  const warnings = new Set<string>()
  if (others.length > 0) warnings.add(`“${quote(others)}” is no curl command and was left out.`)
  const requests = commands.flatMap((words) => readCommand(words, warnings))
  return { name: 'curl', requests, warnings: [...warnings] }
}

function tooLong(): AppError {
  return unreadable(
    `The text is longer than ${BOUNDS.characters} characters or ${BOUNDS.words} words.`,
    'Import fewer commands at a time, and a large body as a file.',
  )
}

/** Words in which the values of assignments, such as `API_KEY=…`, are not shown. */
function quote(words: readonly string[]): string {
  return words
    .map((word) => word.replace(/=.+$/s, '=…'))
    .join(' ')
    .slice(0, 80)
}

function readCommand(words: readonly string[], warnings: Set<string>): ReadRequest[] {
  if (words.some((word) => EXPANSION.test(word)))
    warnings.add(
      'What a shell would have replaced, such as $(…), `…` or $NAME, is taken as plain text.',
    )
  const { config, seen } = parse(words)
  for (const [name, typed] of seen) if (!UNDERSTOOD.has(name)) warnings.add(warnOf(name, typed))
  return buildRequests(config).flatMap((request) => readRequest(request, warnings))
}

function parse(words: readonly string[]) {
  try {
    const [config, seen] = parseArgs(
      words.map((word) => new Word(word)),
      curlLongOpts,
      curlLongOptsShortened,
      curlShortOpts,
    )
    return { config, seen }
  } catch (thrown) {
    throw unreadable(
      `curl would not take this command: ${(thrown as Error).message}.`,
      'Correct the option, or leave it out.',
    )
  }
}

function warnOf(name: string, typed: string): string {
  const reason = REASONS[name]
  return `${typed} was left out${reason === undefined ? '' : `: ${reason}`}.`
}

function readRequest(request: Request, warnings: Set<string>): ReadRequest[] {
  if (request.cookieFiles)
    warnings.add('A file of cookies is not read; add its cookies as a header.')
  const headers = [...request.headers].flatMap(([name, value]): ReplayField[] =>
    value === null ? [] : [{ name: name.toString(), value: value.toString() }],
  )
  const mediaType = headers.find(({ name }) => /^content-type$/i.test(name))?.value ?? ''
  return request.urls.map((one) => {
    const url = one.url.toString()
    const method = one.method.toString()
    const upload = one.uploadFile?.toString()
    const body =
      upload === undefined ? readData(request, mediaType, warnings) : named(upload, mediaType)
    if (body.kind === 'file')
      warnings.add(`The file ${body.named ?? ''} was not read; choose it before you send.`)
    return {
      name: nameRequest(method, url),
      request: {
        method,
        url,
        headers: body.kind === 'none' ? headers : withoutMediaType(headers, body),
        body,
        ...(one.auth && {
          token: {
            kind: 'basic' as const,
            username: one.auth[0].toString(),
            password: one.auth[1].toString(),
          },
        }),
      },
    }
  })
}

/** The media type stands in the body where the body says it. */
function withoutMediaType(headers: readonly ReplayField[], body: ReplayBody): ReplayField[] {
  const isSaid = ({ name, value }: ReplayField): boolean =>
    /^content-type$/i.test(name) &&
    (body.kind === 'form' ||
      body.kind === 'multipart' ||
      (body.kind === 'json' && value === 'application/json') ||
      ('media_type' in body && body.media_type === value))
  return headers.filter((field) => !isSaid(field))
}

function readData(
  { multipartUploads, dataArray, data }: Request,
  mediaType: string,
  warnings: Set<string>,
): ReplayBody {
  if (multipartUploads) return readParts(multipartUploads, warnings)
  if (!dataArray || !data) return NO_BODY
  const [first, ...rest] = dataArray.filter((part) => !(part instanceof Word) || !part.isEmpty())
  if (dataArray.every((part) => part instanceof Word))
    return readTextBody(data.toString(), mediaType)
  if (first && !(first instanceof Word) && rest.length === 0)
    return named(first.filename.toString(), mediaType)
  warnings.add('The body is put together from files; only its text was taken.')
  const texts = dataArray.filter((part) => part instanceof Word)
  return readTextBody(texts.map((part) => part.toString()).join(''), mediaType)
}

function readParts(
  uploads: NonNullable<Request['multipartUploads']>,
  warnings: Set<string>,
): ReplayBody {
  const parts = uploads.map((part) => {
    const name = part.name.toString()
    if ('content' in part) return { kind: 'field' as const, name, value: part.content.toString() }
    const file = part.contentFile.toString()
    warnings.add(`The file ${file} was not read; choose it before you send.`)
    return {
      kind: 'file' as const,
      name,
      named: file,
      ...(part.filename && { filename: part.filename.toString() }),
      ...(part.contentType && { media_type: part.contentType.toString() }),
    }
  })
  return { kind: 'multipart', parts }
}

function named(file: string, mediaType: string): Extract<ReplayBody, { kind: 'file' }> {
  return { kind: 'file', named: file, media_type: mediaType || 'application/octet-stream' }
}

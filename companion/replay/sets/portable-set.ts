import { basename } from 'node:path'
import type { ReplayBody, ReplayRequest } from '#shared/contract/replay/replay-request.ts'
import {
  type ReplaySet,
  SET_FILE_FORMAT,
  type SetFile,
  type SetRequest,
} from '#shared/contract/replay/replay-set.ts'
import { listNeeds, nameVariable } from '#shared/contract/replay/set-needs.ts'
import { refuseInput } from '../refuse-input.ts'
import { fillReferences, listReferences, referTo } from '../secret-references.ts'
import { type FindDeps, nameOwner } from '../token/find-token.ts'

/** A set as a file: ids of this machine become names, and paths of files become their names. */
export function exportSet(deps: FindDeps, { name, requests }: ReplaySet): SetFile {
  const portable = requests.map(({ request, ...rest }) => ({
    ...rest,
    request: makePortable(deps, request),
  }))
  const needs = listNeeds(portable).map((need) => ({ name: need, variable: nameVariable(need) }))
  return { format: SET_FILE_FORMAT, version: 1, name, needs, requests: portable }
}

function makePortable(deps: FindDeps, request: ReplayRequest): ReplayRequest {
  const text = JSON.stringify({ ...request, body: forgetFiles(request.body) })
  const filled = fillReferences(text, (name) => referTo(nameAnywhere(deps, name)))
  const named = JSON.parse(filled) as ReplayRequest
  const { token } = named
  if (token.kind === 'secret')
    return { ...named, token: { ...token, secret: nameAnywhere(deps, token.secret) } }
  if (token.kind === 'fresh') {
    const client = deps.registrations.get(token.client)
    return client
      ? { ...named, token: { ...token, client: `client:${client.client_name}` } }
      : named
  }
  if (!('token' in token)) return named
  const record = deps.tokens.get(token.token)
  if (!record) return named
  return { ...named, token: { ...token, token: `client:${nameOwner(deps, record)}` } }
}

/** A secret of this machine's records, such as `registration/ID/client_secret`, by a name that fits everywhere. */
function nameAnywhere(deps: FindDeps, name: string): string {
  const [kind, id = '', field = ''] = name.split('/')
  if (!name.includes('/')) return name
  const owner =
    kind === 'registration'
      ? deps.registrations.get(id)?.client_name
      : kind === 'token'
        ? nameOwner(deps, deps.tokens.get(id))
        : kind
  return `${owner ?? kind}-${field}`.replace(/[^A-Za-z0-9_.-]+/g, '-').slice(0, 80)
}

function forgetFiles(body: ReplayBody): ReplayBody {
  if (body.kind === 'file') return forgetFile(body)
  if (body.kind !== 'multipart') return body
  return {
    ...body,
    parts: body.parts.map((part) => (part.kind === 'file' ? forgetFile(part) : part)),
  }
}

function forgetFile<
  F extends { path?: string | undefined; upload?: string | undefined; named?: string | undefined },
>(file: F): F {
  const { path, upload: _upload, named, ...rest } = file
  const name = named ?? (path === undefined ? undefined : basename(path))
  return { ...rest, ...(name !== undefined && { named: name }) } as unknown as F
}

/**
 * The requests of a file from somewhere else. It can name secrets that were kept for requests, and none of
 * this machine's records; a file of this machine has to be chosen by a person.
 *
 * @throws AppError `INPUT_INVALID`.
 */
export function takeRequests({ requests }: SetFile): SetRequest[] {
  return requests.map(({ request, ...rest }, at) => {
    const { token } = request
    const names = [
      ...listReferences(JSON.stringify(request)),
      ...(token.kind === 'secret' ? [token.secret] : []),
    ]
    const record = names.find((name) => name.includes('/'))
    if (record !== undefined)
      throw refuseInput(
        `requests.${at}.request`,
        `The file refers to ${record}, a secret of this machine’s records.`,
        'A file can name secrets only that were kept for requests; export the set again.',
      )
    return { ...rest, request: { ...request, body: forgetFiles(request.body) } }
  })
}

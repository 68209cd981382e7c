import type {
  ReplayBody,
  ReplayField,
  ReplayRequest,
  TokenChoice,
} from '#shared/contract/replay/replay-request.ts'
import type { IsSecretName } from '#shared/secrets/secret-names.ts'
import { listReferences, referTo } from '../secret-references.ts'
import type { ReplaySecrets } from '../replay-secrets.ts'
import {
  findInField,
  findInJson,
  findInQuery,
  findTokens,
  type FoundSecret,
} from './find-secrets.ts'

export interface TuckDeps {
  keep: ReplaySecrets['keepFound']
  isSecretName: IsSecretName
}

/**
 * A request with a reference in the place of each secret in clear: credentials in headers, cookies, keys
 * and tokens in address, query, form and JSON. The secrets are kept by name.
 */
export async function tuckSecrets(request: ReplayRequest, deps: TuckDeps): Promise<ReplayRequest> {
  return {
    ...request,
    url: await tuck(request.url, findInQuery('Address', request.url, deps), deps),
    query: await tuckFields('Query', request.query, deps),
    headers: await tuckFields('Header', request.headers, deps),
    body: await tuckBody(request.body, deps),
    token: await tuckToken(request.token, deps),
  }
}

async function tuckBody(body: ReplayBody, deps: TuckDeps): Promise<ReplayBody> {
  switch (body.kind) {
    case 'none':
    case 'file':
      return body
    case 'form':
      return { ...body, fields: await tuckFields('Form', body.fields, deps) }
    case 'json':
      return { ...body, text: await tuck(body.text, findInJson(body.text, deps), deps) }
    case 'text': {
      const isForm = body.media_type.includes('x-www-form-urlencoded')
      // Such a text is sent as it stands, so its secrets are kept as they are written.
      const found = isForm
        ? findInQuery('Body', body.text, { ...deps, read: asWritten })
        : findInJson(body.text, { ...deps, read: asWritten })
      return { ...body, text: await tuck(body.text, found, deps) }
    }
    default: {
      const parts = []
      for (const part of body.parts)
        parts.push(
          part.kind === 'file' ? part : { ...part, value: await tuckValue('Form', part, deps) },
        )
      return { ...body, parts }
    }
  }
}

const asWritten = (text: string): string => text

async function tuckToken(choice: TokenChoice, deps: TuckDeps): Promise<TokenChoice> {
  if (choice.kind !== 'basic') return choice
  const { username, password } = choice
  // Some providers take a key as the user, with no password.
  const secret = password === '' ? username : password
  if (secret === '' || listReferences(secret).length > 0) return choice
  if (password === '')
    return { ...choice, username: referTo(await deps.keep('User of Basic', username)) }
  return { ...choice, password: referTo(await deps.keep(`Password of ${username}`, password)) }
}

async function tuckFields(
  place: string,
  fields: readonly ReplayField[],
  deps: TuckDeps,
): Promise<ReplayField[]> {
  const tucked: ReplayField[] = []
  for (const field of fields) tucked.push({ ...field, value: await tuckValue(place, field, deps) })
  return tucked
}

function tuckValue(
  place: string,
  { name, value }: Pick<ReplayField, 'name' | 'value'>,
  deps: TuckDeps,
): Promise<string> {
  const found = findInField(place, { name, value }, deps)
  return tuck(value, found.length > 0 ? found : findTokens(place, value), deps)
}

async function tuck(text: string, found: readonly FoundSecret[], deps: TuckDeps): Promise<string> {
  let tucked = ''
  let from = 0
  for (const { source, value, start, end } of found) {
    tucked += text.slice(from, start) + referTo(await deps.keep(source, value))
    from = end
  }
  return tucked + text.slice(from)
}

import postman, { type Collection, type Item } from 'postman-collection'
import type { ReplayField } from '#shared/contract/replay/replay-request.ts'
import { isSecretName } from '#shared/secrets/secret-names.ts'
import { readAuth } from './postman-auth.ts'
import { readPostmanBody } from './postman-body.ts'
import { PostmanVariables } from './postman-variables.ts'
import { nameRequest, type ReadRequest, type ReadRequests, unreadable } from './read-requests.ts'

/**
 * Reads a Postman collection of version 2.0 or 2.1 by Postman's own library: folders, variables,
 * authorization that folders hand down. Scripts are left out and never run.
 *
 * @param keep - Keeps a secret and returns what refers to it.
 * @throws AppError `IMPORT_UNREADABLE`.
 */
export async function readPostman(
  document: object,
  keep: (source: string, value: string) => Promise<string>,
): Promise<ReadRequests> {
  const collection = openCollection(document)
  const warnings = new Set<string>()
  const variables = new PostmanVariables(await readVariables(collection, keep))
  const items: Item[] = []
  let scripts = collection.events.count()
  collection.forEachItemGroup((group) => (scripts += group.events.count()))
  collection.forEachItem((item) => {
    scripts += item.events.count()
    items.push(item)
  })
  const requests: ReadRequest[] = []
  for (const item of items) requests.push(await readItem(item, { variables, warnings, keep }))
  if (variables.isFull)
    warnings.add('The variables refer to each other so often that some were not filled in.')
  if (scripts > 0)
    warnings.add(`Scripts do not run here: ${scripts} were left out. Add assertions instead.`)
  if (variables.missing.size > 0)
    warnings.add(
      `The collection does not define ${[...variables.missing].map((name) => `{{${name}}}`).join(', ')}: write the values, or keep them as secrets.`,
    )
  return { name: collection.name || 'Postman collection', requests, warnings: [...warnings] }
}

function openCollection(document: object): Collection {
  try {
    return new postman.Collection(document)
  } catch {
    throw unreadable(
      'This is no Postman collection of version 2.0 or 2.1.',
      'Export it again: "Export", then "Collection v2.1".',
    )
  }
}

/** Values by name; a secret's value is a reference. */
async function readVariables(
  collection: Collection,
  keep: (source: string, value: string) => Promise<string>,
): Promise<Map<string, string>> {
  const values = new Map<string, string>()
  for (const { key, value, type, disabled } of collection.variables.all()) {
    if (key === undefined || disabled === true) continue
    const text = writeText(value)
    const isSecret = type === 'secret' || isSecretName(key)
    values.set(key, isSecret && text !== '' ? await keep(`Variable ${key}`, text) : text)
  }
  return values
}

interface Context {
  variables: PostmanVariables
  warnings: Set<string>
  keep: (source: string, value: string) => Promise<string>
}

async function readItem(item: Item, { variables, warnings, keep }: Context): Promise<ReadRequest> {
  const { request } = item
  const auth = readAuth(item, variables)
  const query = auth.query && (await keepKey(auth.query, keep))
  const header = auth.header && (await keepKey(auth.header, keep))
  if (auth.warning !== undefined) warnings.add(auth.warning)
  const headers = request.headers.all().map(({ key, value, disabled }): ReplayField => ({
    name: variables.fill(key),
    value: variables.fill(writeText(value)),
    ...(disabled === true && { is_off: true }),
  }))
  const mediaType = headers.find(({ name }) => /^content-type$/i.test(name))?.value ?? ''
  const url = variables.fill(request.url.toString())
  return {
    name: nameItem(item) || nameRequest(request.method, url),
    request: {
      method: request.method,
      url,
      query: query ? [query] : [],
      headers: header ? [...headers, header] : headers,
      body: readPostmanBody(request.body, { variables, warnings, mediaType }),
      ...(auth.token && { token: auth.token }),
    },
  }
}

/** An API key is a secret under any name; by its name alone it might not be known as one later. */
async function keepKey(field: ReplayField, keep: Context['keep']): Promise<ReplayField> {
  const { name, value } = field
  if (isSecretName(name) || value === '' || value.includes('{{')) return field
  return { ...field, value: await keep(`Key ${name}`, value) }
}

function writeText(value: unknown): string {
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : ''
}

/** With its folders, from the outermost one. */
function nameItem(item: Item): string {
  const names = [item.name]
  item.forEachParent({ withRoot: false }, ({ name = '' }) => names.unshift(name))
  return names.filter(Boolean).join(' / ').slice(0, 200)
}

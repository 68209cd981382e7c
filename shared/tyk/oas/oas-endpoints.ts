import type { OasDefinition } from './oas-definition.ts'
import { readSeconds } from '../go/go-duration.ts'
import type { OasOperation } from './oas-middleware.ts'

type Lists = Record<string, Record<string, unknown>[]>

interface Place {
  path: string
  method: string
}

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']

/**
 * The endpoints of an OAS definition as classic `extended_paths`, as Tyk itself derives them: each
 * operation that the middleware names, at the path and method of the document.
 */
export function listEndpoints(document: OasDefinition): Lists {
  const places = locateOperations(document)
  const operations = document['x-tyk-api-gateway'].middleware?.operations ?? {}
  const lists: Lists = {}
  for (const [id, operation] of Object.entries(operations)) {
    const place = places.get(id)
    if (!place) continue
    for (const [list, entry] of Object.entries(describeOperation(operation)))
      if (entry) (lists[list] ??= []).push({ ...place, ...entry })
  }
  return lists
}

function locateOperations({ paths }: OasDefinition): Map<string, Place> {
  const places = new Map<string, Place>()
  for (const [path, item] of Object.entries(paths)) {
    for (const method of METHODS) {
      const operation = item[method] as { operationId?: unknown } | null | undefined
      const id = operation?.operationId
      if (typeof id === 'string') places.set(id, { path, method: method.toUpperCase() })
    }
  }
  return places
}

function describeOperation(operation: OasOperation) {
  const { enforceTimeout, requestSizeLimit, rateLimit, mockResponse } = operation
  return {
    white_list: describeAllowance(operation.allow),
    black_list: describeAllowance(operation.block),
    ignored: describeAllowance(operation.ignoreAuthentication),
    internal: operation.internal?.enabled && {},
    hard_timeouts: enforceTimeout?.enabled && {
      timeout: enforceTimeout.value ?? 0,
      ...(enforceTimeout.duration && { duration: enforceTimeout.duration }),
    },
    size_limits: requestSizeLimit?.enabled && { size_limit: requestSizeLimit.value ?? 0 },
    rate_limit: rateLimit?.enabled && {
      rate: rateLimit.rate ?? 0,
      per: readSeconds(rateLimit.per ?? ''),
    },
    mock_response: mockResponse?.enabled && {
      code: mockResponse.code ?? 200,
      body: mockResponse.body ?? '',
      headers: Object.fromEntries(
        (mockResponse.headers ?? []).map(({ name, value }) => [name, value]),
      ),
    },
  }
}

function describeAllowance(allowance: OasOperation['allow']) {
  return allowance?.enabled && { ignore_case: allowance.ignoreCase ?? false }
}

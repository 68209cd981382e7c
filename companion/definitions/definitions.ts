import { AppError } from '#shared/errors/app-error.ts'
import { restoreSecrets } from '#shared/tyk/definition-secrets.ts'
import type { ApiDefinition } from '#shared/tyk/api-definition.ts'
import type { Policy } from '#shared/tyk/policy.ts'
import {
  assertUsableApi,
  assertUsablePolicy,
  isSameListenPath,
} from '../gateway/check-definition.ts'
import type { Readable } from '../store/records.ts'
import type { Tables } from '../store/tables.ts'
import type { Transaction } from '../store/transaction.ts'

type Served = Tables<'apis' | 'policies'>

/** The API definitions and policies that the gateway serves, in Tyk's format. Changes are live at once. */
export interface Definitions {
  readonly apis: Readable<ApiDefinition>
  readonly policies: Readable<Policy>
  /**
   * @throws AppError `LISTEN_PATH_TAKEN` when another API has the path, `INPUT_INVALID` when the gateway
   * could not serve it.
   */
  putApi(definition: ApiDefinition): Promise<ApiDefinition>
  /** @throws AppError `INPUT_INVALID` when the gateway could not apply it. */
  putPolicy(policy: Policy): Promise<Policy>
  /**
   * Saves several definitions at once, all or none.
   *
   * @throws AppError as `putApi` and `putPolicy`.
   */
  putAll(definitions: {
    apis: readonly ApiDefinition[]
    policies: readonly Policy[]
  }): Promise<void>
  /** @throws AppError `RECORD_NOT_FOUND`. */
  removeApi(id: string): Promise<void>
  /** @throws AppError `RECORD_NOT_FOUND`. */
  removePolicy(id: string): Promise<void>
  /** Deletes those of these definitions that exist, all at once. */
  removeAll(ids: { apis?: readonly string[]; policies?: readonly string[] }): Promise<void>
  /** Adds a policy to the API's `jwt_default_policies`. @throws AppError `RECORD_NOT_FOUND`. */
  addDefaultPolicy(apiId: string, policyId: string): Promise<ApiDefinition>
}

export function createDefinitions(tables: Served): Definitions {
  return {
    apis: tables.records('apis'),
    policies: tables.records('policies'),
    putApi: (definition) => tables.transact((transaction) => putApi(transaction, definition)),
    putPolicy: (policy) => tables.transact((transaction) => putPolicy(transaction, policy)),
    putAll: ({ apis, policies }) =>
      tables.transact((transaction) => {
        for (const policy of policies) putPolicy(transaction, policy)
        for (const api of apis) putApi(transaction, api)
      }),
    removeApi: (id) =>
      tables.transact((transaction) => {
        transaction.require('apis', id)
        transaction.delete('apis', id)
      }),
    removePolicy: (id) =>
      tables.transact((transaction) => {
        transaction.require('policies', id)
        transaction.delete('policies', id)
      }),
    removeAll: ({ apis = [], policies = [] }) =>
      tables.transact((transaction) => {
        for (const id of policies) transaction.delete('policies', id)
        for (const id of apis) transaction.delete('apis', id)
      }),
    addDefaultPolicy: (apiId, policyId) =>
      tables.transact((transaction) => {
        const api = transaction.require('apis', apiId)
        const policies = new Set([...(api.jwt_default_policies ?? []), policyId])
        const changed = { ...api, jwt_default_policies: [...policies] }
        transaction.put('apis', apiId, changed)
        return changed
      }),
  }
}

function putApi(transaction: Transaction<'apis'>, sent: ApiDefinition): ApiDefinition {
  const definition = completeSecrets(sent, transaction.get('apis', sent.api_id))
  assertUsableApi(definition)
  assertFreeListenPath(transaction, definition)
  transaction.put('apis', definition.api_id, definition)
  return definition
}

function putPolicy(transaction: Transaction<'policies'>, sent: Policy): Policy {
  const policy = completeSecrets(sent, transaction.get('policies', sent.id))
  assertUsablePolicy(policy)
  transaction.put('policies', policy.id, policy)
  return policy
}

/** What was read with masks comes back with its secrets. @throws AppError `INPUT_INVALID` for any other mask. */
function completeSecrets<T extends object>(sent: T, known: T | undefined): T {
  const { definition, unknown } = restoreSecrets(sent, known)
  if (unknown.length === 0) return definition
  throw new AppError('INPUT_INVALID', {
    detail: `${unknown.join(', ')}: a mask stands where the secret should.`,
    hint: 'Write the secret itself, or take the definition from an export with its secrets.',
    issues: unknown.map((field) => ({
      field,
      rule: 'secret',
      message: 'This is the mask of a secret that is not known here; write the secret.',
    })),
  })
}

function assertFreeListenPath(transaction: Transaction<'apis'>, definition: ApiDefinition): void {
  const path = definition.proxy.listen_path
  const other = transaction
    .list('apis')
    .find(
      (api) => api.api_id !== definition.api_id && isSameListenPath(api.proxy.listen_path, path),
    )
  if (!other) return
  throw new AppError('LISTEN_PATH_TAKEN', {
    detail: `"${other.name}" (${other.api_id}) already listens on ${path ?? ''}.`,
    hint: 'Choose another listen path, or remove that API.',
    issues: [
      {
        field: 'listen_path',
        rule: 'unique',
        message: `"${other.name}" already listens on this path; choose another one.`,
      },
    ],
  })
}

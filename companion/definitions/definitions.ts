import { AppError } from '#shared/errors/app-error.ts'
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
    putApi(definition) {
      assertUsableApi(definition)
      return tables.transact((transaction) => {
        assertFreeListenPath(transaction, definition)
        transaction.put('apis', definition.api_id, definition)
        return definition
      })
    },
    putPolicy(policy) {
      assertUsablePolicy(policy)
      return tables.transact((transaction) => {
        transaction.put('policies', policy.id, policy)
        return policy
      })
    },
    async putAll({ apis, policies }) {
      apis.forEach(assertUsableApi)
      policies.forEach(assertUsablePolicy)
      await tables.transact((transaction) => {
        for (const policy of policies) transaction.put('policies', policy.id, policy)
        for (const api of apis) {
          assertFreeListenPath(transaction, api)
          transaction.put('apis', api.api_id, api)
        }
      })
    },
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

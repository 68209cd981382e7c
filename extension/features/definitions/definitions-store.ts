import { computed, type ReadonlySignal, signal } from '@preact/signals'
import type { ApiClient } from '#shared/contract/api-client.ts'
import type { CompanionEvent } from '#shared/contract/events.ts'
import type { ImportNote } from '#shared/contract/endpoints/import-note.ts'
import type { PushCall, PushReply } from '#shared/contract/endpoints/push.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { Problem } from '#shared/errors/problem.ts'
import type { ApiDefinition } from '#shared/tyk/api-definition.ts'
import type { GatewayExtras } from '#shared/tyk/gateway-extras.ts'
import type { Policy } from '#shared/tyk/policy.ts'
import { createRecordMap, type RecordMap } from '../../lib/record-map.ts'
import type { Document } from './read-documents.ts'

type DefinitionsApi = Pick<
  ApiClient,
  | 'listApis'
  | 'getApi'
  | 'putApi'
  | 'listPolicies'
  | 'importDefinitions'
  | 'exportApi'
  | 'exportPolicy'
  | 'pushToTyk'
  | 'clearJwksCache'
>

/** Whether a file has the secrets of its definition, or their masks. */
export type FileSecrets = 'masked' | 'whole'

export interface DefinitionsDeps {
  getApi: () => DefinitionsApi
  /** Hands a file to the browser's downloads. */
  saveFile: (name: string, text: string) => void
  announce: (sentence: string) => void
}

/** What an import took. */
export interface Taken {
  sentence: string
  notes: readonly ImportNote[]
}

export interface PushTarget {
  url: string
  secret: string
}

/**
 * The definitions that the gateway serves, with import and export. Actions throw the companion's AppErrors.
 */
export interface DefinitionsStore {
  apis: ReadonlySignal<readonly ApiDefinition[]>
  policies: ReadonlySignal<readonly Policy[]>
  /** Why the lists could not be read. */
  problem: ReadonlySignal<Problem | undefined>
  refresh: () => Promise<void>
  follow: (event: CompanionEvent) => void
  importDocuments: (documents: readonly Document[]) => Promise<Taken>
  downloadApi: (
    api: string,
    query: { format: 'classic' | 'oas'; secrets: FileSecrets },
  ) => Promise<void>
  downloadPolicy: (policy: string, secrets: FileSecrets) => Promise<void>
  saveSettings: (api: string, settings: GatewayExtras) => Promise<void>
  forgetKeys: (api: string) => Promise<void>
  planPush: (target: PushTarget) => Promise<readonly PushCall[]>
  push: (target: PushTarget) => Promise<PushReply>
}

export function createDefinitionsStore(deps: DefinitionsDeps): DefinitionsStore {
  const { getApi } = deps
  const apis = createRecordMap<ApiDefinition>(({ api_id }) => api_id)
  const policies = createRecordMap<Policy>(({ id }) => id)
  const problem = signal<Problem>()

  async function refresh(): Promise<void> {
    try {
      await Promise.all([
        apis.read(() => getApi().listApis()),
        policies.read(() => getApi().listPolicies()),
      ])
      problem.value = undefined
    } catch (thrown) {
      problem.value = AppError.from(thrown).toProblem()
    }
  }

  return {
    apis: computed(() => apis.all.value ?? []),
    policies: computed(() => policies.all.value ?? []),
    problem,
    refresh,
    follow(event) {
      keepDefinition(event, apis, policies)
      if (event.name === 'gap' && apis.all.peek()) void refresh()
    },
    async importDocuments(documents) {
      const taken = await getApi().importDefinitions({ body: { definitions: [...documents] } })
      await refresh()
      return { sentence: describeTaken(taken), notes: taken.notes }
    },
    async saveSettings(api, settings) {
      // Read again, since a step of the journey may have changed the definition meanwhile.
      const definition = await getApi().getApi({ params: { api } })
      const config_data = { ...definition.config_data, dcr_lab: settings }
      apis.keep(await getApi().putApi({ params: { api }, body: { ...definition, config_data } }))
    },
    async forgetKeys(api) {
      await getApi().clearJwksCache({ params: { api } })
    },
    ...createWaysOut(deps),
  }
}

function keepDefinition(
  event: CompanionEvent,
  apis: RecordMap<ApiDefinition>,
  policies: RecordMap<Policy>,
): void {
  if (event.name === 'api.changed') apis.keep(event.payload)
  if (event.name === 'api.deleted') apis.drop(event.payload.id)
  if (event.name === 'policy.changed') policies.keep(event.payload)
  if (event.name === 'policy.deleted') policies.drop(event.payload.id)
}

function createWaysOut({ getApi, saveFile, announce }: DefinitionsDeps) {
  const save = (name: string, document: unknown): void => {
    saveFile(name, `${JSON.stringify(document, null, 2)}\n`)
    announce(`Saved ${name} to the downloads`)
  }
  const call = (target: PushTarget, dry_run: boolean) =>
    getApi().pushToTyk({ body: { ...target, dry_run } })
  return {
    async downloadApi(api: string, query: { format: 'classic' | 'oas'; secrets: FileSecrets }) {
      const { format } = query
      const document = await getApi().exportApi({ params: { api }, query })
      save(`${api}.${format === 'oas' ? 'oas' : 'api'}.json`, document)
    },
    async downloadPolicy(policy: string, secrets: FileSecrets) {
      const document = await getApi().exportPolicy({ params: { policy }, query: { secrets } })
      save(`${policy}.policy.json`, document)
    },
    planPush: async (target: PushTarget) => (await call(target, true)).calls,
    push: (target: PushTarget) => call(target, false),
  }
}

type Imported = Awaited<ReturnType<DefinitionsApi['importDefinitions']>>

/** What is kept and not served is not called live. */
function describeTaken({ apis, policies, notes }: Imported): string {
  const parts = [
    apis.length > 0 && `${apis.length === 1 ? 'API' : 'APIs'} ${apis.join(', ')}`,
    policies.length > 0 &&
      `${policies.length === 1 ? 'policy' : 'policies'} ${policies.join(', ')}`,
  ]
  const isServed = notes.every(({ rule }) => rule !== 'not_served')
  const end = isServed ? 'live at once' : 'what is served is live at once'
  return `Imported ${parts.filter(Boolean).join(' and ')}; ${end}.`
}

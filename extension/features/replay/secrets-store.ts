import { computed, type ReadonlySignal } from '@preact/signals'
import type { ApiClient } from '#shared/contract/api-client.ts'
import type { CompanionEvent } from '#shared/contract/events.ts'
import type { ReplaySecret } from '#shared/contract/replay/attempt.ts'
import { createRecordMap } from '../../lib/record-map.ts'

export interface SecretsStore {
  /** Names and masks; the values stay in the companion. */
  secrets: ReadonlySignal<readonly ReplaySecret[]>
  keepSecret: (name: string, value: string) => Promise<void>
  refresh: () => Promise<void>
  follow: (event: CompanionEvent) => void
}

export interface SecretsDeps {
  getApi: () => Pick<ApiClient, 'listReplaySecrets' | 'keepReplaySecret'>
}

/** The secrets that requests refer to by name. */
export function createSecretsStore({ getApi }: SecretsDeps): SecretsStore {
  const known = createRecordMap<ReplaySecret>(({ name }) => name)
  const refresh = (): Promise<void> => known.read(() => getApi().listReplaySecrets())
  return {
    secrets: computed(() => known.all.value ?? []),
    async keepSecret(secret, value) {
      known.keep(await getApi().keepReplaySecret({ params: { secret }, body: { value } }))
    },
    refresh,
    follow(event) {
      if (event.name === 'replay-secret.changed') known.keep(event.payload)
      if (event.name === 'replay-secret.deleted') known.drop(event.payload.id)
      if (event.name === 'gap' && known.all.peek()) void refresh()
    },
  }
}

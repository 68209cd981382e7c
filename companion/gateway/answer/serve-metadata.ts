import { MEANINGS } from '#shared/oauth/meaning/oauth-meaning.ts'
import { overhear } from '../../recorder/inbound/tap.ts'
import type { CompiledApi } from '../api/compiled-api.ts'
import type { Call } from '../call/call.ts'
import type { CompleteCallDeps } from '../verdict/complete-call.ts'
import { readOrigin } from '../request/asked-origin.ts'
import { answerResourceMetadata } from './resource-metadata.ts'

/** Answers with the metadata of an API, and records that; the reading is no call, so it gets no verdict. */
export function serveMetadata(
  { recorder }: Pick<CompleteCallDeps, 'recorder'>,
  { request, response, isRecorded }: Pick<Call, 'request' | 'response' | 'isRecorded'>,
  api: CompiledApi,
): void {
  const origin = readOrigin(request)
  if (isRecorded)
    overhear(request, response, {
      origin,
      listener: (overheard) =>
        void recorder.record({
          ...overheard,
          from: 'app',
          to: 'gateway',
          label: MEANINGS.resource_metadata,
          meaning: 'resource_metadata',
        }),
    })
  answerResourceMetadata(response, api, origin)
}

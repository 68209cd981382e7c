import { gatewayEndpoints } from './endpoints/gateway-endpoints.ts'
import { captureEndpoints } from './endpoints/capture-endpoints.ts'
import { conditionEndpoints } from './endpoints/condition-endpoints.ts'
import { lessonEndpoints } from './endpoints/lesson-endpoints.ts'
import { pairingEndpoints } from './endpoints/pairing-endpoints.ts'
import { portalEndpoints } from './endpoints/portal-endpoints.ts'
import { certificateEndpoints } from './endpoints/certificate-endpoints.ts'
import { documentEndpoints } from './endpoints/document-endpoints.ts'
import { providerEndpoints } from './endpoints/provider-endpoints.ts'
import { replayEndpoints } from './endpoints/replay-endpoints.ts'
import { replaySetEndpoints } from './endpoints/replay-set-endpoints.ts'
import { registrationEndpoints } from './endpoints/registration-endpoints.ts'
import { runEndpoints } from './endpoints/run-endpoints.ts'
import { statusEndpoints } from './endpoints/status-endpoints.ts'
import { tokenEndpoints } from './endpoints/token-endpoints.ts'
import { visitEndpoints } from './endpoints/visit-endpoints.ts'
import { watchEndpoints } from './endpoints/watch-endpoints.ts'
import { exchangeEndpoints } from './endpoints/exchange-endpoints.ts'

/** Every operation of the control API. The event stream, which is not JSON, is at `EVENTS_PATH`. */
export const contract = {
  ...statusEndpoints,
  ...pairingEndpoints,
  ...runEndpoints,
  ...exchangeEndpoints,
  ...visitEndpoints,
  ...watchEndpoints,
  ...gatewayEndpoints,
  ...portalEndpoints,
  ...registrationEndpoints,
  ...certificateEndpoints,
  ...documentEndpoints,
  ...providerEndpoints,
  ...conditionEndpoints,
  ...tokenEndpoints,
  ...captureEndpoints,
  ...replayEndpoints,
  ...replaySetEndpoints,
  ...lessonEndpoints,
}

/** `text/event-stream` of `EVENTS`; resumes after the event named in `Last-Event-ID`. */
export const EVENTS_PATH = '/api/events'

/**
 * `POST` of a file as `application/octet-stream`, answered with an `Upload`; streamed, so that it may be large.
 */
export const REPLAY_UPLOADS_PATH = '/api/replay/uploads'

/** Where the OpenAPI 3.1 document of this contract is served. */
export const OPENAPI_PATH = '/api/openapi.json'

export type Contract = typeof contract

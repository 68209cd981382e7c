import { gatewayEndpoints } from './gateway-endpoints.ts'
import { labEndpoints } from './lab-endpoints.ts'
import { pairingEndpoints } from './pairing-endpoints.ts'
import { portalEndpoints } from './portal-endpoints.ts'
import { providerEndpoints } from './provider-endpoints.ts'
import { registrationEndpoints } from './registration-endpoints.ts'
import { runEndpoints } from './run-endpoints.ts'
import { statusEndpoints } from './status-endpoints.ts'
import { tokenEndpoints } from './token-endpoints.ts'
import { wireEndpoints } from './wire-endpoints.ts'

/** Every operation of the control API. The event stream, which is not JSON, stands beside it: `EVENTS_PATH`. */
export const contract = {
  ...statusEndpoints,
  ...pairingEndpoints,
  ...runEndpoints,
  ...wireEndpoints,
  ...gatewayEndpoints,
  ...portalEndpoints,
  ...registrationEndpoints,
  ...providerEndpoints,
  ...labEndpoints,
  ...tokenEndpoints,
}

/** `text/event-stream` of `EVENTS`; resumes after the event named in `Last-Event-ID`. */
export const EVENTS_PATH = '/api/events'

/** Where the OpenAPI 3.1 document of this contract is served. */
export const OPENAPI_PATH = '/api/openapi.json'

export type Contract = typeof contract

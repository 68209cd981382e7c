import type { IncomingMessage, ServerResponse } from 'node:http'
import { DEFAULT_DIALECT } from '#shared/idp/dialects.ts'
import type { Clock } from '../clock/clock.ts'
import { protectPages } from '../http/protect-pages.ts'
import type { Vault } from '../secrets/vault.ts'
import type { IdpSettings } from '../store/idp-records.ts'
import type { IdpRecords } from '../store/idp-tables.ts'
import type { FetchDocument } from './dialects/dialect.ts'
import { createDialects, type Dialects } from './dialects/dialects.ts'
import { loadDialects } from './dialects/load-dialects.ts'
import { readOktaSettings, saveOktaSettings } from './dialects/okta/dialect.ts'
import { prepareKeyPair } from './engine/spare-key.ts'
import type { FaultInjector } from './faults/fault-injector.ts'
import { createFaultLayer } from './faults/fault-layer.ts'
import { mintElsewhere } from './faults/mint-elsewhere.ts'
import {
  createSoftwarePublishers,
  type SoftwarePublishers,
} from './statements/software-publishers.ts'
import { createTokenVariants, type TokenVariants } from './token-variants.ts'

/**
 * Set before oidc-provider answers, which adds the hash of the script of its own page (form_post) to
 * `script-src`; the word that stands there allows none. A sign-in ends at a redirect URI, so forms may lead anywhere.
 */
const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; script-src 'report-sample'; form-action *; base-uri 'none'; frame-ancestors 'none'"

/** An app may sign a person in in a window that it opened, which has to find its way back. */
const POPUP_HEADERS = { 'cross-origin-opener-policy': 'unsafe-none' }

export interface IdpDeps {
  /** Where it listens, such as `http://127.0.0.1:8792`. */
  origin: string
  records: IdpRecords
  vault: Vault
  clock: Clock
  faults: FaultInjector
  /** As `DialectDeps.fetchDocument`. */
  fetchDocument?: FetchDocument | undefined
}

/** The embedded identity provider. */
export interface Idp {
  handler: (request: IncomingMessage, response: ServerResponse) => void
  dialects: Dialects
  publishers: SoftwarePublishers
  variants: TokenVariants
  /** Where the default dialect publishes its keys. */
  jwksUri: string
  settings(): IdpSettings
  saveSettings(settings: IdpSettings): Promise<void>
}

/** @throws AppError `SECRET_UNAVAILABLE` when the signing key of the default dialect cannot be opened. */
export async function createIdp(deps: IdpDeps): Promise<Idp> {
  const { origin, records, vault, clock, faults, fetchDocument } = deps
  const { now } = clock
  const publishers = createSoftwarePublishers({ records, vault, now })
  const dialects = mintElsewhere(
    createDialects(
      { origin, records, vault, now, publishers, fetchDocument },
      await loadDialects(),
    ),
    faults,
  )
  // A new provider makes its first key while it waits to be asked; which dialect will need it, is open.
  if (records.keys.list().length === 0) prepareKeyPair()
  else await dialects.open(DEFAULT_DIALECT)
  const serve = createFaultLayer({ injector: faults, clock, dialects }, (request, response) =>
    dialects.handle(dialects.findByPath(request.url ?? ''), request, response),
  )
  return {
    dialects,
    publishers,
    variants: createTokenVariants(origin, dialects),
    jwksUri: origin + dialects.pathsOf(DEFAULT_DIALECT).jwks,
    handler(request, response) {
      protectPages(response, POPUP_HEADERS)
      response.setHeader('content-security-policy', PAGE_POLICY)
      serve(request, response)
    },
    settings: () => readOktaSettings(records),
    saveSettings: (next) => saveOktaSettings(records, next),
  }
}

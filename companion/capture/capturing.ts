import type { CaptureFindings, KeySetChoice, Taken, TakeOrder } from '#shared/contract/capture.ts'
import type { Inspection } from '#shared/contract/token.ts'
import { AppError } from '#shared/errors/app-error.ts'
import { readClientInformation } from '#shared/oauth/read-client-information.ts'
import type { Clock } from '../clock/clock.ts'
import type { HttpClient } from '../outgoing/http-client.ts'
import { getDriver } from '../providers/drivers.ts'
import type { Registrar } from '../registrar/registrar.ts'
import type { ReplaySecrets } from '../replay/replay-secrets.ts'
import { inspectToken } from '../tokens/inspect-token.ts'
import type { Found } from './found.ts'
import { presentFinding } from './present-finding.ts'
import { guessProvider } from './guess-provider.ts'
import { readKeySet } from './read-key-set.ts'

export interface CapturingDeps {
  registrar: Pick<Registrar, 'adopt'>
  secrets: Pick<ReplaySecrets, 'keep'>
  http: HttpClient
  clock: Pick<Clock, 'now'>
  /** Remembers a secret that is looked at, so that it is masked wherever it turns up. */
  remember: (secret: string) => void
}

/** Clients and tokens of texts from elsewhere. Nothing is kept before a person says so. */
export interface Capturing {
  find(text: string): Promise<CaptureFindings>
  /**
   * Takes one finding over. No request is sent.
   *
   * @throws AppError `RECORD_NOT_FOUND` when the text has no such finding, `INPUT_INVALID` for a client that
   * is in the ledger already.
   */
  take(order: TakeOrder): Promise<Taken>
  /**
   * Decodes, verifies and lints a token. The key set is fetched when an address is given; the token is sent
   * nowhere.
   *
   * @throws AppError `RECORD_NOT_FOUND`, `DISCOVERY_FAILED`, `PROVIDER_UNREACHABLE`.
   */
  inspect(text: string, finding: string, keys: KeySetChoice): Promise<Inspection>
}

export function createCapturing(deps: CapturingDeps): Capturing {
  async function read(text: string): Promise<Found[]> {
    // The readers of curl and HAR bring a library along, which is loaded when it is needed.
    const { findInText } = await import('./find-in-text.ts')
    const found = findInText(text)
    for (const secret of found.flatMap(listSecrets)) deps.remember(secret)
    return found
  }

  async function require(text: string, finding: string): Promise<Found> {
    const found = (await read(text))[Number(finding)]
    if (found) return found
    throw new AppError('RECORD_NOT_FOUND', {
      detail: 'The text has no such finding.',
      hint: 'Look at the text again and take over what is listed.',
    })
  }

  return {
    async find(text) {
      const found = await read(text)
      if (found.length > 0) return { findings: found.map(presentFinding) }
      return {
        findings: [],
        note: 'No client and no token was recognised. Paste the answer of a registration or token endpoint as JSON, a token, a curl command, a HAR file, or lines such as “Client ID: …”.',
      }
    },
    async take(order) {
      const found = await require(order.text, order.finding)
      if (order.kind === 'token' && found.kind === 'token') {
        await deps.secrets.keep(order.name, found.value)
        return { secret: order.name }
      }
      if (order.kind === 'client' && found.kind === 'client') {
        const client = readClientInformation(found.information)
        if (!client)
          throw new AppError('INPUT_INVALID', { detail: 'The finding has no client_id.' })
        const { id } = await deps.registrar.adopt({ ...order.place, client: client.information })
        return { registration: id }
      }
      throw new AppError('INPUT_INVALID', { detail: `The finding is a ${found.kind}.` })
    },
    async inspect(text, finding, keys) {
      const found = await require(text, finding)
      if (found.kind !== 'token')
        throw new AppError('INPUT_INVALID', { detail: 'Only a token can be looked into.' })
      const { keySet, issuer } = await readKeySet(deps.http, keys)
      return inspectToken(found.value, {
        driver: getDriver(guessProvider(found.value)),
        issuer,
        clientId: undefined,
        keySet,
        nowMs: deps.clock.now(),
      })
    },
  }
}

function listSecrets(found: Found): string[] {
  if (found.kind === 'token') return [found.value]
  return ['client_secret', 'registration_access_token'].flatMap((name) => {
    const value = found.information[name]
    return typeof value === 'string' ? [value] : []
  })
}

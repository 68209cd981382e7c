import type { ExamineOrder } from '#shared/contract/doctor.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { Registrar } from '../../registrar/registrar.ts'
import { runPlace } from '../../secrets/secret-places.ts'
import type { Vault } from '../../secrets/vault.ts'
import type { RunRecord } from '../../store/schema.ts'
import type { Readable } from '../../store/records.ts'
import type { ApiDefinition } from '#shared/tyk/api-definition.ts'

export interface OrderForRunDeps {
  runs: Pick<Readable<RunRecord>, 'require'>
  apis: Pick<Readable<ApiDefinition>, 'get'>
  vault: Vault
  registrar: Pick<Registrar, 'filter'>
}

/**
 * Completes an order that names a run with the run's provider and token, with the metadata that its client
 * last asked for, its scope, its audience and its API, at any point of the run.
 *
 * @throws AppError `RECORD_NOT_FOUND`, `STEP_NOT_READY` while the run has no provider.
 */
export function fillFromRun(
  { runs, apis, vault, registrar }: OrderForRunDeps,
  order: ExamineOrder,
  id: string,
): ExamineOrder {
  const run = runs.require(id)
  const { api_id, scope } = run.products
  const typed = run.drafts.token ?? {}
  const audience = readFilled(typed['audience'])
  const hasApi = api_id !== undefined && apis.get(api_id) !== undefined
  return {
    ...order,
    ...findProvider(run, vault),
    ...(order.initial_access_token !== undefined && {
      initial_access_token: order.initial_access_token,
    }),
    client: {
      ...(audience !== undefined && { expects_audience: audience }),
      ...order.client,
      metadata: { ...findAsked(run, registrar), ...order.client.metadata },
      scope: order.client.scope || (readFilled(typed['scope']) ?? scope ?? ''),
    },
    api: { ...order.api, ...(order.api.id === undefined && hasApi && { id: api_id }) },
  }
}

/** What the run's newest client asked for, registered or refused; the doctor's client has its own name. */
function findAsked({ id }: RunRecord, registrar: Pick<Registrar, 'filter'>) {
  const [newest] = registrar.filter((one) => one.run === id)
  const { client_name: _name, ...asked } = newest?.asked ?? {}
  return asked
}

function readFilled(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function findProvider(
  run: RunRecord,
  vault: Vault,
): Pick<ExamineOrder, 'dialect' | 'host' | 'provider' | 'initial_access_token'> {
  const { provider, dialect, products, drafts } = run
  if (dialect !== undefined) return { dialect }
  const host = products.idp_host ?? drafts['api-token']?.['idp_host']
  if (typeof host !== 'string' || !URL.canParse(host))
    throw new AppError('STEP_NOT_READY', {
      detail: 'This run has no identity provider yet.',
      hint: 'Enter the address in the first step.',
    })
  const initial_access_token = readToken(run, vault)
  return {
    host: products.issuer ?? host,
    provider,
    ...(initial_access_token !== undefined && { initial_access_token }),
  }
}

/** The initial access token that the first step minted or accepted, or that was typed there. */
function readToken({ id, products, kept_secrets }: RunRecord, vault: Vault): string | undefined {
  if (products.api_token !== undefined)
    return vault.open(products.api_token, runPlace(id, 'api_token'))
  const typed = kept_secrets['api-token.api_token']?.envelope
  return typed === undefined ? undefined : vault.open(typed, runPlace(id, 'api-token.api_token'))
}

import { randomBytes } from 'node:crypto'
import type { ApiUnderTest } from '#shared/contract/doctor.ts'
import { AppError } from '#shared/errors/app-error.ts'
import { readFieldIssues } from '#shared/errors/field-issues.ts'
import type * as z from '#shared/zod.ts'
import { ApiDefinition } from '#shared/tyk/api-definition.ts'
import { encodeJwtSource } from '#shared/tyk/jwt-source.ts'
import { Policy } from '#shared/tyk/policy.ts'
import type { Definitions } from '../../definitions/definitions.ts'
import type { DataPlane } from '../../gateway/data-plane.ts'
import { callGateway } from '../../outgoing/call-gateway.ts'
import type { Recorder } from '../../recorder/recorder.ts'
import type { Evidence } from '../evidence.ts'

export interface ApiProbeDeps {
  definitions: Definitions
  /** The definitions as the gateway serves them: a scenario may break those of runs. */
  served: Pick<Definitions, 'apis'>
  /** The id of this companion, unique among all that share the records. */
  owner: string
  isOwnerAlive: (owner: string) => boolean
  recorder: Pick<Recorder, 'list'>
  addresses: { gateway: string; sample_api: string }
  gateway: Pick<DataPlane, 'verdicts' | 'flush'>
}

/** The tokens that a temporary API accepts. */
interface Fitting {
  token: string
  issuer: string
  jwksUri: string
  identityClaim: string
  /** Any value when left out. */
  audience: string | undefined
}

type Outcome = NonNullable<Evidence['call']> & { exchanges: string[] }

/** Calls an API behind the gateway with a token. */
export interface ApiProbe {
  /** @throws AppError `RECORD_NOT_FOUND` when the gateway serves no API of this id. */
  require(id: string): ApiDefinition
  /** @throws AppError `RECORD_NOT_FOUND`, `INPUT_INVALID` when the temporary API could not be served. */
  call(api: ApiUnderTest, fitting: Fitting): Promise<Outcome>
  /** Removes the temporary APIs of companions that have ended. */
  removeAbandoned(): Promise<void>
}

const PREFIX = 'doctor-'

export function createApiProbe(deps: ApiProbeDeps): ApiProbe {
  const { definitions } = deps
  const remove = (id: string): Promise<void> =>
    definitions.removeAll({ apis: [id], policies: [id] })
  const require = (id: string): ApiDefinition => {
    const definition = deps.served.apis.get(id)
    if (definition) return definition
    throw new AppError('RECORD_NOT_FOUND', { detail: `The gateway serves no API "${id}".` })
  }
  return {
    require,
    async call(api, fitting) {
      if (api.id !== undefined) return take(deps, require(api.id), fitting.token)
      const temporary = describeTemporary(
        PREFIX + deps.owner + '-' + randomBytes(6).toString('hex'),
        {
          api,
          fitting,
          target_url: deps.addresses.sample_api,
        },
      )
      await definitions.putAll(temporary)
      try {
        return await take(deps, temporary.apis[0], fitting.token)
      } finally {
        await remove(temporary.apis[0].api_id)
      }
    },
    async removeAbandoned() {
      const ids = definitions.apis
        .list()
        .map(({ api_id }) => api_id)
        .filter((id) => id.startsWith(PREFIX) && !deps.isOwnerAlive(readOwner(id)))
      await definitions.removeAll({ apis: ids, policies: ids })
    },
  }
}

/** The companion that a temporary API belongs to: its id is `doctor-<owner>-<random>`. */
function readOwner(id: string): string {
  return id.slice(PREFIX.length, id.lastIndexOf('-'))
}

/**
 * A definition whose target is the sample API and which accepts the provider's tokens; members of the order
 * replace these defaults.
 */
function describeTemporary(
  id: string,
  { api, fitting, target_url }: { api: ApiUnderTest; fitting: Fitting; target_url: string },
): { apis: [ApiDefinition]; policies: Policy[] } {
  const { proxy, ...over } = api.definition
  const definition = parse(ApiDefinition, {
    name: 'Doctor’s API',
    api_id: id,
    slug: id,
    enable_jwt: true,
    jwt_signing_method: 'rsa',
    jwt_source: encodeJwtSource(fitting.jwksUri),
    jwt_identity_base_field: fitting.identityClaim,
    jwt_default_policies: api.has_policy ? [id] : [],
    config_data: {
      dcr_lab: {
        allowed_issuers: [fitting.issuer],
        ...(fitting.audience !== undefined && { allowed_audiences: [fitting.audience] }),
      },
    },
    proxy: {
      listen_path: `/${id}/`,
      strip_listen_path: true,
      target_url,
      ...(proxy as object | undefined),
    },
    ...over,
  })
  const policy = parse(Policy, {
    id,
    name: 'Doctor’s policy',
    access_rights: { [id]: { api_id: id, api_name: definition.name, versions: ['Default'] } },
    ...api.policy,
  })
  return { apis: [definition], policies: [policy] }
}

function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const issues = readFieldIssues(result.error)
  throw new AppError('INPUT_INVALID', {
    detail: issues.map(({ field, message }) => `${field}: ${message}`).join(' '),
    issues,
  })
}

async function take(
  { addresses, gateway, recorder }: ApiProbeDeps,
  definition: ApiDefinition,
  token: string,
): Promise<Outcome> {
  const url = addresses.gateway + definition.proxy.listen_path
  const { status, text, verdict: id } = await callGateway({ method: 'GET', url, token })
  const verdict = id === undefined ? undefined : await gateway.verdicts.get(id)
  await gateway.flush()
  const exchanges = id === undefined ? [] : recorder.list({ verdict: id, limit: 20 })
  return {
    definition,
    status,
    text: text.slice(0, 500),
    ...(verdict && { verdict }),
    exchanges: exchanges.map((exchange) => exchange.id),
  }
}

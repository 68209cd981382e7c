import { AppError } from '#shared/errors/app-error.ts'
import * as z from '#shared/zod.ts'
import { okta } from '../providers/okta/driver.ts'
import { readProviderError } from '../providers/provider-error.ts'
import type { CallContext, Wire } from '../outgoing/client.ts'

/** A scope as Okta's management API shows it. */
const OktaScope = z.looseObject({
  id: z.string(),
  name: z.string(),
  default: z.boolean().optional(),
})

export type OktaScope = z.infer<typeof OktaScope>

export interface OktaManagement {
  /** Proves that the token is accepted. @throws AppError `PROVIDER_REJECTED`. */
  listClients(registrationEndpoint: string): Promise<void>
  listScopes(): Promise<OktaScope[]>
  createScope(name: string, isDefault: boolean): Promise<OktaScope>
  updateScope(scope: OktaScope): Promise<OktaScope>
}

export interface OktaManagementDeps {
  wire: Wire
  context: (label: string) => CallContext
  host: string
  apiToken: string
}

/**
 * The calls an Okta admin's token allows that this journey needs.
 *
 * @see [Okta: authorization servers API](https://developer.okta.com/docs/api/openapi/okta-management/management/tag/AuthorizationServerScopes/)
 */
export function createOktaManagement({
  wire,
  context,
  host,
  apiToken,
}: OktaManagementDeps): OktaManagement {
  const scopes = `${host.replace(/\/+$/, '')}/api/v1/authorizationServers/default/scopes`

  async function call(
    label: string,
    { method = 'GET', url, body }: { method?: string; url: string; body?: unknown },
  ): Promise<unknown> {
    const answer = await wire.send(context(label), {
      method,
      url,
      headers: {
        accept: 'application/json',
        authorization: `SSWS ${apiToken}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    if (answer.status >= 200 && answer.status < 300) return parseJson(answer.text, url)
    const error = readProviderError(answer.status, answer.text)
    const words = [error.error, error.description].filter(Boolean).join(': ')
    throw new AppError('PROVIDER_REJECTED', {
      detail: `Okta answered ${answer.status}${words ? `: ${words}` : ''}`,
      hint: 'The exchange below shows what was sent and what came back.',
      ...okta.explain(error),
    })
  }

  return {
    async listClients(endpoint) {
      await call('Prove the API token', { url: `${endpoint}?limit=1` })
    },
    async listScopes() {
      return parse(z.array(OktaScope), await call('List scopes', { url: scopes }), scopes)
    },
    async createScope(name, isDefault) {
      const body = { name, displayName: name, consent: 'IMPLICIT', default: isDefault }
      return parse(
        OktaScope,
        await call('Create scope', { method: 'POST', url: scopes, body }),
        scopes,
      )
    },
    async updateScope(scope) {
      return parse(
        OktaScope,
        await call('Change scope', { method: 'PUT', url: `${scopes}/${scope.id}`, body: scope }),
        scopes,
      )
    },
  }
}

function parseJson(text: string, url: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw unusable(url, cause)
  }
}

function parse<S extends z.ZodType>(schema: S, value: unknown, url: string): z.output<S> {
  const result = schema.safeParse(value)
  if (!result.success) throw unusable(url, result.error)
  return result.data
}

function unusable(url: string, cause: unknown): AppError {
  return new AppError('PROVIDER_REPLY_INVALID', {
    detail: `${url} answered with something that is not what Okta sends.`,
    hint: 'Check that the host is an Okta organisation.',
    cause,
  })
}

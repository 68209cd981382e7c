import { AppError } from '#shared/errors/app-error.ts'
import * as z from '#shared/zod.ts'
import type { AdminPart, EnsuredScope, ScopeOrder } from '../admin.ts'
import { type AdminCaller, createAdminCaller } from '../admin-call.ts'
import { findExplanation } from '../explanation.ts'
import { OKTA_EXPLANATIONS } from './explanations.ts'

/** A scope as Okta's management API shows it. */
const OktaScope = z.looseObject({
  id: z.string(),
  name: z.string(),
  default: z.boolean().optional(),
})

const OktaPolicy = z.looseObject({ name: z.string(), status: z.string() })

type OktaScope = z.infer<typeof OktaScope>

const REFERENCE = {
  text: 'Okta: create scopes',
  href: 'https://developer.okta.com/docs/guides/customize-authz-server/main/#create-scopes',
}

/**
 * Okta's management API, as far as the journey needs it. One API token administers the organisation
 * and registers clients.
 *
 * @see [Okta: authorization server scopes](https://developer.okta.com/docs/api/openapi/okta-management/management/tag/AuthorizationServerScopes/)
 * @see [Okta: authorization server policies](https://developer.okta.com/docs/api/openapi/okta-management/management/tag/AuthorizationServerPolicies/)
 */
export const oktaAdmin: AdminPart = {
  recognises: () => true,
  open({ http, context, host, registrationEndpoint, token }) {
    const server = `${host}/api/v1/authorizationServers/default`
    const caller = createAdminCaller({
      http,
      context,
      provider: 'Okta',
      authorization: `SSWS ${token}`,
      explain: (error) => findExplanation(OKTA_EXPLANATIONS, error),
    })
    return {
      async proveToken() {
        const url = `${registrationEndpoint}?limit=1`
        const { status } = await caller.send({ label: 'Prove the API token', url })
        return {
          id: 'accepted',
          text: 'The token may list clients',
          state: 'passed',
          evidence: `GET ${url} answered ${status}`,
        }
      },
      ensureScope: (order) => ensureScope(caller, `${server}/scopes`, order),
      async ensurePolicy() {
        const call = { label: 'List access policies', url: `${server}/policies` }
        const policies = await caller.read(z.array(OktaPolicy), call)
        const active = policies.find(({ status }) => status === 'ACTIVE')
        // Only a person decides who gets tokens of an organisation, so none is made here.
        return {
          id: 'policy',
          text: 'An access policy lets clients have tokens',
          state: active ? 'passed' : 'warned',
          evidence:
            active?.name ??
            'The authorization server "default" has none: every token request will be refused. In Okta: Security → API → Authorization Servers → default → Access Policies.',
        }
      },
    }
  },
}

async function ensureScope(
  caller: AdminCaller,
  url: string,
  order: ScopeOrder,
): Promise<EnsuredScope> {
  const scopes = await caller.read(z.array(OktaScope), { label: 'List scopes', url })
  const known = scopes.find(({ name }) => name === order.name)
  const found = order.mayChange
    ? await putScope(caller, url, { known, order })
    : requireDefault(known, order.name)
  const isDefault = found.default === true
  return {
    name: found.name,
    isDefault,
    isMade: known === undefined,
    issuedBy: 'The authorization server',
    checks: [
      {
        id: 'exists',
        text: known ? 'The scope existed already' : 'The scope exists',
        state: 'passed',
        evidence: `id ${found.id}`,
      },
      {
        id: 'default',
        text: 'It is a default scope',
        state: isDefault ? 'passed' : 'warned',
        evidence: isDefault ? 'default: true' : 'Every token request must name it',
      },
    ],
  }
}

async function putScope(
  caller: AdminCaller,
  url: string,
  {
    known,
    order: { name, isDefault = false },
  }: { known: OktaScope | undefined; order: ScopeOrder },
): Promise<OktaScope> {
  if (!known) {
    const body = { name, displayName: name, consent: 'IMPLICIT', default: isDefault }
    return caller.read(OktaScope, { label: 'Create scope', method: 'POST', url, body })
  }
  if (known.default === isDefault) return known
  return caller.read(OktaScope, {
    label: 'Change scope',
    method: 'PUT',
    url: `${url}/${known.id}`,
    body: { ...known, default: isDefault },
  })
}

function requireDefault(known: OktaScope | undefined, name: string): OktaScope {
  if (!known) {
    throw new AppError('PROVIDER_REJECTED', {
      detail: `The authorization server "default" has no scope "${name}".`,
      hint: 'In Okta: Security → API → Authorization Servers → default → Scopes → Add Scope. Tick "Set as a default scope", then check again.',
      issues: [
        {
          field: 'scope',
          rule: 'exists',
          message: `There is no scope "${name}" at this provider.`,
        },
      ],
      reference: REFERENCE,
    })
  }
  if (known.default === true) return known
  throw new AppError('PROVIDER_REJECTED', {
    detail: `The scope "${name}" exists, but it is not a default scope.`,
    hint: 'In Okta: open the scope and tick "Set as a default scope"; without it a token request that names no scope is refused.',
    issues: [{ field: 'scope', rule: 'default', message: `"${name}" is not a default scope yet.` }],
    reference: REFERENCE,
  })
}

import { LABELS } from '#shared/messages/en/gateway/labels.ts'
import type { Evidence } from '../evidence.ts'
import type { Rule } from '../rule.ts'

const KEY_SETS = {
  text: 'Tyk: JSON Web Tokens',
  href: 'https://tyk.io/docs/basic-config-and-security/security/authentication-authorization/json-web-tokens/',
}

/** What the verdict over a call that passed here says of the same call at Tyk. */
function findAtTyk({ call }: Evidence): { status: number; atTyk: string } | undefined {
  if (!call?.verdict?.is_allowed) return undefined
  const said = call.verdict.checks
    .flatMap(({ evidence }) => evidence)
    .find(({ label }) => label === LABELS.atTyk)
  return said && { status: call.status, atTyk: said.value }
}

/** What passes here and not at Tyk, from the verdict over the call. */
export const TYK_RULES: readonly Rule[] = [
  {
    id: 'refused-at-tyk',
    layer: 'gateway',
    severity: 'warning',
    reference: KEY_SETS,
    find: findAtTyk,
    fix: { api: { definition: {} }, faults: ['jwks-strange-key'] },
  },
]

/** Grants that Keycloak keeps as they were asked for; the others it computes or drops. */
const KEPT_GRANTS = [
  'password',
  'urn:ietf:params:oauth:grant-type:device_code',
  'urn:ietf:params:oauth:grant-type:token-exchange',
  'urn:ietf:params:oauth:grant-type:jwt-bearer',
  'urn:openid:params:grant-type:ciba',
]
const UMA = 'urn:ietf:params:oauth:grant-type:uma-ticket'

const CODE_TYPES = ['code', 'none']
const IMPLICIT_TYPES = ['id_token', 'id_token token']
const HYBRID_TYPES = ['code id_token', 'code token', 'code id_token token']

export interface Flows {
  grant_types: string[]
  response_types: string[]
}

type Members = Readonly<Record<string, unknown>>

/**
 * The flows that Keycloak makes of a request: it keeps switches, and computes both lists from them. With
 * response types they decide about the code and the implicit flow; without, the grants do.
 *
 * @param known - The flows of a client that is changed; what the request leaves out stays.
 */
export function computeFlows(asked: Members, known?: Flows): Flows {
  const grants = listOf(asked['grant_types'])
  const types = listOf(asked['response_types'])
  const wanted = grants ?? (known ? known.grant_types : ['authorization_code', 'refresh_token'])
  const chosen = grants?.length === 0 ? ['authorization_code'] : wanted
  const [hasCode, hasImplicit] = chooseFlows(chosen, {
    types,
    isChange: known !== undefined,
    grants,
  })
  const isService = chosen.includes('client_credentials') || chosen.includes(UMA)
  return {
    grant_types: [
      ...(hasCode ? ['authorization_code'] : []),
      ...(hasImplicit ? ['implicit'] : []),
      ...(isService ? ['client_credentials'] : []),
      ...KEPT_GRANTS.filter((grant) => chosen.includes(grant)),
      ...(chosen.includes('refresh_token') ? ['refresh_token'] : []),
      ...(chosen.includes(UMA) ? [UMA] : []),
    ],
    response_types: [
      ...(hasCode ? CODE_TYPES : []),
      ...(hasImplicit ? IMPLICIT_TYPES : []),
      ...(hasCode && hasImplicit ? HYBRID_TYPES : []),
    ],
  }
}

function chooseFlows(
  chosen: readonly string[],
  {
    types,
    isChange,
    grants,
  }: { types: string[] | undefined; isChange: boolean; grants: string[] | undefined },
): [boolean, boolean] {
  if (types !== undefined && types.length > 0) {
    const parts = types.map((type) => type.split(' '))
    return [
      parts.some((part) => part.includes('code') || part.includes('none')),
      parts.some((part) => part.includes('token') || part.includes('id_token')),
    ]
  }
  // A change that names no grants switches the code flow on, and leaves the other switches.
  const isCodeImplied = isChange && grants === undefined
  return [isCodeImplied || chosen.includes('authorization_code'), chosen.includes('implicit')]
}

const RESPONSE_TYPE_PARTS = new Set(['code', 'none', 'token', 'id_token'])

export function isResponseType(type: string): boolean {
  return type.split(' ').every((part) => RESPONSE_TYPE_PARTS.has(part))
}

function listOf(value: unknown): string[] | undefined {
  return Array.isArray(value) ? value.map(String) : undefined
}

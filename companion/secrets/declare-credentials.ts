import type { NamePlace } from '#shared/secrets/secret-names.ts'
import { listDefinitionSecrets } from '#shared/tyk/definition-secrets.ts'
import type { ApiDefinition } from '#shared/tyk/api-definition.ts'
import type { Readable } from '../store/records.ts'
import type { SecretRegistry } from './secret-registry.ts'

type Members = Readonly<Record<string, unknown>>

/** The headers and parameters that definitions name for their own credential are secrets by their names. */
export function declareCredentials(
  apis: Readable<ApiDefinition>,
  registry: Pick<SecretRegistry, 'declareName' | 'add'>,
): void {
  const declare = (definition: ApiDefinition | undefined): void => {
    for (const [name, place] of definition ? listNames(definition) : [])
      registry.declareName(name, place)
    for (const { value } of definition ? listDefinitionSecrets(definition) : [])
      for (const secret of listForms(value)) registry.add(secret)
  }
  apis.list().forEach(declare)
  apis.subscribe((_id, definition) => declare(definition))
}

/** A shared secret stands in base64, a header after its scheme, a password in its address. */
function listForms(value: string): string[] {
  const decoded = Buffer.from(value, 'base64').toString('utf8')
  const isBase64 = /^[A-Za-z0-9+/]+={0,2}$/.test(value) && !decoded.includes('\ufffd')
  const [, credential] = /^[A-Za-z]+ (\S+)$/.exec(value) ?? []
  if (URL.canParse(value)) {
    const { password, searchParams } = new URL(value)
    return [decodeURIComponent(password), ...searchParams.values()].filter(Boolean)
  }
  return [value, ...(isBase64 ? [decoded] : []), ...(credential === undefined ? [] : [credential])]
}

/** Whether it is used or not: a definition that is edited tomorrow may have been called today. */
function listNames({ auth, auth_configs, oas }: ApiDefinition): [name: string, place: NamePlace][] {
  const classic = [auth, ...Object.values(auth_configs ?? {})].flatMap((places) => {
    const { auth_header_name, param_name, cookie_name } = readMembers(places)
    return [...nameHeader(auth_header_name), ...nameParam(param_name), ...nameParam(cookie_name)]
  })
  return [...classic, ...listOasNames(readMembers(oas))]
}

/**
 * @see [OpenAPI 3.0.3: security scheme](https://spec.openapis.org/oas/v3.0.3#security-scheme-object)
 * @see [Tyk OAS: authentication](https://tyk.io/docs/tyk-gateway-api/tyk-oas-api-def-ref/)
 */
function listOasNames(oas: Members): [name: string, place: NamePlace][] {
  const schemes = readMembers(readMembers(oas['components'])['securitySchemes'])
  const own = ['x-tyk-api-gateway', 'server', 'authentication', 'securitySchemes'].reduce<Members>(
    (members, name) => readMembers(members[name]),
    oas,
  )
  return [
    ...Object.values(schemes).flatMap((scheme) => {
      const { in: place, name } = readMembers(scheme)
      return place === 'header' ? nameHeader(name) : nameParam(name)
    }),
    ...Object.values(own).flatMap((scheme) => {
      const { header, query, cookie } = readMembers(scheme)
      return [
        ...nameHeader(readMembers(header)['name']),
        ...nameParam(readMembers(query)['name']),
        ...nameParam(readMembers(cookie)['name']),
      ]
    }),
  ]
}

/** Tyk looks for a parameter or cookie without a name of its own under the name of the header. */
function nameHeader(name: unknown): [string, NamePlace][] {
  if (typeof name !== 'string' || name === '') return []
  return [
    [name, 'header'],
    [name, 'param'],
    [name, 'member'],
  ]
}

function nameParam(name: unknown): [string, NamePlace][] {
  return typeof name === 'string' && name !== '' ? [[name, 'param']] : []
}

function readMembers(value: unknown): Members {
  return typeof value === 'object' && value !== null ? (value as Members) : {}
}

import { type ApiDefinition, readTokenPlaces } from './api-definition.ts'
import { keepTykMembers } from './classic-members.ts'
import { encodeJwtSource, readJwtSource } from './jwt-source.ts'
import { readGatewayExtras } from './gateway-extras.ts'
import { OasDefinition, findOasJwt } from './oas/oas-definition.ts'
import {
  exportEndpoints,
  exportGlobal,
  exportRestrictions,
  exportVersioning,
} from './oas/oas-export-middleware.ts'
import type { Policy } from './policy.ts'

/**
 * A definition as a Tyk 5 gateway loads it: `jwt_source` in base64 (a plain address breaks after the
 * first request there), at least one version, and no member that Tyk does not know.
 *
 * @see [tyk#7461](https://github.com/TykTechnologies/tyk/issues/7461)
 */
export function exportApi(definition: ApiDefinition): Record<string, unknown> {
  const { oas: _document, ...classic } = definition
  const { versions } = definition.version_data
  return {
    ...keepTykMembers(classic),
    // Tyk would look for the OAS document beside it.
    is_oas: false,
    jwt_source: exportSource(definition.jwt_source),
    version_data: {
      ...definition.version_data,
      versions: Object.keys(versions).length > 0 ? versions : { Default: { name: 'Default' } },
    },
  }
}

function exportSource(source: string): string {
  const read = readJwtSource(source)
  return read?.kind === 'url' ? encodeJwtSource(read.url) : source
}

/** A policy as Tyk loads it. Tyk looks its policies up by `id`; `_id` is the database's own. */
export function exportPolicy(policy: Policy): Record<string, unknown> {
  return { partitions: { quota: false, rate_limit: false, acl: false, per_api: false }, ...policy }
}

const SCHEME = 'jwtAuth'

/**
 * The Tyk OAS form: the document it was imported from, brought up to date, or a new one.
 *
 * @throws AppError `INPUT_INVALID` for a classic definition that has no OAS form.
 */
export function exportOas(definition: ApiDefinition): OasDefinition {
  const document = definition.oas ?? openDocument(definition)
  const tyk = document['x-tyk-api-gateway']
  const name = findOasJwt(document)?.name ?? SCHEME
  const { proxy } = definition
  return OasDefinition.parse({
    ...document,
    'x-tyk-api-gateway': {
      ...tyk,
      info: {
        ...tyk.info,
        id: definition.api_id,
        orgId: definition.org_id,
        name: definition.name,
        ...exportVersioning(definition),
        ...(definition.expiration && { expiration: definition.expiration }),
        state: {
          ...tyk.info.state,
          active: definition.active,
          internal: definition.internal ?? tyk.info.state.internal ?? false,
        },
      },
      upstream: { ...tyk.upstream, url: proxy.target_url },
      server: {
        ...tyk.server,
        listenPath: {
          ...tyk.server.listenPath,
          value: proxy.listen_path,
          strip: proxy.strip_listen_path,
        },
        authentication: {
          ...tyk.server.authentication,
          enabled: !definition.use_keyless,
          stripAuthorizationData: definition.strip_auth_data,
          securitySchemes: {
            ...tyk.server.authentication?.securitySchemes,
            ...(definition.enable_jwt && {
              [name]: {
                ...tyk.server.authentication?.securitySchemes[name],
                ...exportJwt(definition),
              },
            }),
          },
        },
      },
    },
  })
}

/** Every member of an imported document has to be written again from the classic definition. */
function openDocument(definition: ApiDefinition): OasDefinition {
  const { name } = definition
  const { paths, operations } = exportEndpoints(definition)
  const global = exportGlobal(definition)
  const { server, upstream } = exportRestrictions(definition)
  const middleware = {
    ...(Object.keys(global).length > 0 && { global }),
    ...(Object.keys(operations).length > 0 && { operations }),
  }
  return OasDefinition.parse({
    openapi: '3.0.3',
    info: { title: name, version: '1.0.0' },
    paths,
    components: {
      securitySchemes: { [SCHEME]: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
    security: [{ [SCHEME]: [] }],
    'x-tyk-api-gateway': {
      info: { name, state: { active: true, internal: false } },
      upstream: { url: '', ...upstream },
      server: { listenPath: { value: '' }, ...server },
      ...(Object.keys(middleware).length > 0 && { middleware }),
    },
  })
}

/** Both spellings where Tyk changed one, so that older gateways read the same rules. */
function exportJwt(definition: ApiDefinition): Record<string, unknown> {
  const source = readJwtSource(definition.jwt_source)
  const { auth_header_name, disable_header, use_param, param_name, use_cookie, cookie_name } =
    readTokenPlaces(definition)
  const known = definition.oas && findOasJwt(definition.oas)?.jwt
  const lab = readGatewayExtras(definition)
  const identity = definition.jwt_identity_base_field
  const policy = definition.jwt_policy_field_name
  return {
    enabled: true,
    header: { enabled: disable_header !== true, name: auth_header_name },
    ...(use_param && { query: { enabled: true, name: param_name ?? '' } }),
    ...(use_cookie && { cookie: { enabled: true, name: cookie_name ?? '' } }),
    signingMethod: definition.jwt_signing_method,
    ...(source?.kind === 'url' && !known && { jwksURIs: [{ url: source.url }] }),
    ...(source?.kind === 'key' && { source: definition.jwt_source }),
    identityBaseField: identity,
    ...exportList('allowedIssuers', lab.allowed_issuers, known?.allowedIssuers),
    ...exportList('allowedAudiences', lab.allowed_audiences, known?.allowedAudiences),
    subjectClaims: startWith(identity, known?.subjectClaims),
    policyFieldName: policy,
    basePolicyClaims: startWith(policy, known?.basePolicyClaims),
    skipKid: definition.jwt_skip_kid,
    defaultPolicies: definition.jwt_default_policies,
    issuedAtValidationSkew: definition.jwt_issued_at_validation_skew,
    notBeforeValidationSkew: definition.jwt_not_before_validation_skew,
    expiresAtValidationSkew: definition.jwt_expires_at_validation_skew,
    ...exportScopes(definition),
  }
}

/** Rules that a classic definition has in `config_data.dcr_lab` only. */
function exportList(name: string, own: readonly string[], known: readonly string[] = []) {
  const list = [...new Set([...known, ...own])]
  return list.length > 0 ? { [name]: list } : {}
}

function startWith(first: string, known: readonly string[] = []): string[] {
  return [...new Set([first, ...known])].filter((name) => name !== '')
}

function exportScopes({ scopes, oas }: ApiDefinition): Record<string, unknown> {
  const rules = scopes?.jwt
  if (oas || !rules?.scope_to_policy) return {}
  const claim = rules.scope_claim_name ?? ''
  const mapping = Object.entries(rules.scope_to_policy)
  return {
    scopes: {
      claims: startWith(claim),
      claimName: claim,
      scopeToPolicyMapping: mapping.map(([scope, policyId]) => ({ scope, policyId })),
    },
  }
}

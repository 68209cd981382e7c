import { type ApiDefinition, readTokenPlaces } from '../api-definition.ts'
import { OasDefinition, findOasJwt } from '../oas/oas-definition.ts'
import { type ReadApi, readApi } from '../read-api.ts'
import { exportJwt, exportPlaces } from './export-jwt.ts'
import {
  exportEndpoints,
  exportGlobal,
  exportRestrictions,
  exportVersioning,
} from './oas-middleware.ts'
import { findOasLosses } from './oas-losses.ts'
import { refuseExport } from './refuse-export.ts'

const JWT_SCHEME = 'jwtAuth'
const TOKEN_SCHEME = 'authToken'

/**
 * The Tyk OAS form: the document it was imported from, brought up to date, or a new one.
 *
 * @throws AppError `INPUT_INVALID` for a classic definition that has no OAS form, with what that lacks.
 */
export function exportOas(record: ApiDefinition): OasDefinition {
  const definition = readApi(record)
  const document = record.oas ?? openDocument(definition)
  const tyk = document['x-tyk-api-gateway']
  const name = findOasJwt(document)?.name ?? JWT_SCHEME
  const { proxy } = definition
  return OasDefinition.parse({
    ...document,
    'x-tyk-api-gateway': {
      ...tyk,
      info: {
        ...tyk.info,
        id: definition.api_id,
        ...(record.org_id !== undefined && { orgId: record.org_id }),
        name: definition.name,
        ...exportVersioning(definition),
        ...(definition.expiration && { expiration: definition.expiration }),
        state: {
          ...tyk.info.state,
          active: record.active ?? tyk.info.state.active,
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
function openDocument(definition: ReadApi): OasDefinition {
  const losses = findOasLosses(definition)
  if (losses.length > 0) throw refuseExport('OAS', losses)
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
    ...exportSecurity(definition),
    'x-tyk-api-gateway': {
      info: { name, state: { active: true, internal: false } },
      upstream: { url: '', ...upstream },
      server: { listenPath: { value: '' }, ...server, ...exportAuthToken(definition) },
      ...(Object.keys(middleware).length > 0 && { middleware }),
    },
  })
}

/** An API that asks for neither JWTs nor nothing asks for auth tokens. */
function asksForAuthToken({ use_keyless, enable_jwt }: ReadApi): boolean {
  return !use_keyless && !enable_jwt
}

function exportSecurity(definition: ReadApi): Record<string, unknown> {
  if (definition.use_keyless) return {}
  const { auth_header_name: name = '' } = readTokenPlaces(definition)
  const schemes = asksForAuthToken(definition)
    ? { [TOKEN_SCHEME]: { type: 'apiKey', in: 'header', name: name || 'Authorization' } }
    : { [JWT_SCHEME]: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } }
  return {
    components: { securitySchemes: schemes },
    security: Object.keys(schemes).map((scheme) => ({ [scheme]: [] })),
  }
}

function exportAuthToken(definition: ReadApi): Record<string, unknown> {
  if (!asksForAuthToken(definition)) return {}
  const scheme = { enabled: true, ...exportPlaces(readTokenPlaces(definition)) }
  return { authentication: { enabled: true, securitySchemes: { [TOKEN_SCHEME]: scheme } } }
}

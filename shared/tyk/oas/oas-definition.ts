import * as z from '../../zod.ts'
import { OasJwt } from './oas-jwt.ts'
import { OasAddresses, OasInfo, OasMiddleware, OasUpstream } from './oas-middleware.ts'

const Scheme = z.looseObject({
  type: z.string(),
  scheme: z.string().optional(),
  bearerFormat: z.string().optional(),
})

const Texts = z.array(z.string()).default([])

/** Where clients learn who issues tokens for an API (RFC 9728). */
const ResourceMetadata = z.looseObject({
  enabled: z.boolean().default(false),
  resource: z.string().default(''),
  wellKnownPath: z.string().default(''),
  authorizationServers: Texts,
  scopesSupported: Texts,
})

const OasMembers = z.looseObject({
  openapi: z.string().regex(/^3\.[01]\.\d+$/, 'Tyk reads OpenAPI 3.0 and 3.1.'),
  info: z.looseObject({ title: z.string().min(1), version: z.string() }),
  paths: z.record(z.string(), z.looseObject({})).default({}),
  components: z
    .looseObject({ securitySchemes: z.record(z.string(), Scheme).default({}) })
    .default({ securitySchemes: {} }),
  security: z.array(z.record(z.string(), z.array(z.string()))).default([]),
  'x-tyk-api-gateway': z.looseObject({
    info: OasInfo,
    upstream: OasUpstream.default({ url: '' }),
    middleware: OasMiddleware.optional(),
    server: z.looseObject({
      ipAccessControl: OasAddresses.optional(),
      listenPath: z.looseObject({ value: z.string(), strip: z.boolean().default(false) }),
      authentication: z
        .looseObject({
          enabled: z.boolean().default(false),
          stripAuthorizationData: z.boolean().default(false),
          protectedResourceMetadata: ResourceMetadata.optional(),
          securitySchemes: z.record(z.string(), z.looseObject({})).default({}),
        })
        .optional(),
    }),
  }),
})

/**
 * A Tyk OAS definition: OpenAPI 3 with Tyk's part in `x-tyk-api-gateway`. Members that this gateway does
 * not use are kept unchanged.
 *
 * @see [Tyk OAS](https://tyk.io/docs/api-management/gateway-config-tyk-oas/)
 */
export const OasDefinition = OasMembers.superRefine((definition, context) => {
  const found = findJwtScheme(definition)
  const result = found && OasJwt.safeParse(found.value)
  for (const issue of result?.error?.issues ?? [])
    context.addIssue({ ...issue, path: [...JWT_PLACE, found?.name ?? '', ...issue.path] })
}).meta({ id: 'OasDefinition', description: "Tyk's OAS API definition" })

export type OasDefinition = z.infer<typeof OasDefinition>

const JWT_PLACE = ['x-tyk-api-gateway', 'server', 'authentication', 'securitySchemes']

/** Name and rules of the JWT scheme, the first one of that kind that is switched on. */
export function findOasJwt(definition: OasDefinition): { name: string; jwt: OasJwt } | undefined {
  const found = findJwtScheme(definition)
  return found && { name: found.name, jwt: OasJwt.parse(found.value) }
}

function findJwtScheme({
  components,
  'x-tyk-api-gateway': tyk,
}: z.infer<typeof OasMembers>): { name: string; value: unknown } | undefined {
  const settings = tyk.server.authentication?.securitySchemes ?? {}
  for (const [name, value] of Object.entries(settings)) {
    const { type, scheme, bearerFormat } = components.securitySchemes[name] ?? {}
    const isJwt = type === 'http' && scheme === 'bearer' && bearerFormat?.toUpperCase() === 'JWT'
    if (isJwt && value['enabled'] !== false) return { name, value }
  }
  return undefined
}

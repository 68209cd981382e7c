import { ApiDefinition } from '#shared/tyk/api-definition.ts'
import { type CompiledApi, compileApi } from '../api/compiled-api.ts'

type Members = Record<string, unknown>

/** An API as a stored definition makes it, for tests of pure functions. */
export function compileTestApi(change: Members = {}): CompiledApi {
  return compileApi(
    ApiDefinition.parse({
      name: 'OKTA API',
      api_id: 'okta-api',
      enable_jwt: true,
      jwt_signing_method: 'rsa',
      ...change,
      proxy: {
        listen_path: '/api/',
        target_url: 'http://127.0.0.1:1',
        strip_listen_path: true,
        ...(change['proxy'] as Members | undefined),
      },
    }),
  )
}

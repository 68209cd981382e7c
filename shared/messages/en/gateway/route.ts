import type { Numbers, Texts } from '../../facts.ts'

const TYK_DOCS = 'https://tyk.io/docs'

const VERSION_REFUSALS = {
  API_ENDED: ({ at }: Texts<'at'>) => `The API ended at ${at}.`,
  VERSION_DEFAULT_MISSING: ({ name, versions }: Texts<'name' | 'versions'>) =>
    `The request names ${name}, its default is missing, too, and the API has the versions ${versions}.`,
  VERSION_ENDED: ({ version, at }: Texts<'version' | 'at'>) =>
    `The version ${version} ended at ${at}.`,
  VERSION_NOT_CHOSEN: ({ versions }: Texts<'versions'>) => `The versions are ${versions}.`,
  VERSION_NOT_NAMED: ({ versions }: Texts<'versions'>) =>
    `The request names none, and the API has the versions ${versions}.`,
  VERSION_UNKNOWN: ({ name, versions }: Texts<'name' | 'versions'>) =>
    `The request names ${name}, and the API has the versions ${versions}.`,
  VERSIONS_EMPTY: 'version_data.versions is empty.',
  API_NOT_SERVED: ({ member, value }: Texts<'member' | 'value'>) =>
    `The API is kept and not served: ${member} is ${value}, and this gateway calls http and https only.`,
}

const ENDPOINT_REFUSALS = {
  ADDRESS_REFUSED: ({ address }: Texts<'address'>) =>
    `The API does not take calls from ${address}.`,
  BODY_TOO_LARGE: ({ bytes, limit }: Numbers<'bytes' | 'limit'>) =>
    `The body has ${bytes} bytes; the API allows ${limit}.`,
  BODY_WENT_ON: ({ limit }: Numbers<'limit'>) =>
    `The body went on after ${limit} bytes, which is all the API allows.`,
  ENDPOINT_ACTION_UNKNOWN: ({ endpoint, action }: Texts<'endpoint' | 'action'>) =>
    `The action for ${endpoint} is ${action}; Tyk knows no_action and reply.`,
  ENDPOINT_BLOCKED: ({ endpoint }: Texts<'endpoint'>) =>
    `The block list of the API names ${endpoint}.`,
  ENDPOINT_INTERNAL: ({ endpoint }: Texts<'endpoint'>) =>
    `The API keeps ${endpoint} for its own redirects.`,
  ENDPOINT_NOT_ALLOWED: ({ endpoint }: Texts<'endpoint'>) =>
    `The allow list of the API has no entry for ${endpoint}.`,
  EXAMPLE_MISSING: ({ problem }: Texts<'problem'>) =>
    `The document has no such example: ${problem}.`,
  LENGTH_MISSING: 'The API limits the size of requests, and this one does not state its own.',
}

/** Which API, version and endpoint a request goes to, and what these take. */
export const ROUTE = {
  checks: {
    route: {
      title: 'Find the API',
      reference: {
        text: 'Tyk: listen path',
        href: `${TYK_DOCS}/tyk-gateway-api/api-definition-objects/`,
      },
    },
    endpoint: {
      title: 'Check the endpoint',
      reference: {
        text: 'Tyk: traffic transformation',
        href: `${TYK_DOCS}/api-management/traffic-transformation/`,
      },
    },
  },
  refusals: {
    API_DELETED: 'The API was deleted while the call was judged.',
    API_UNKNOWN: ({ path }: Texts<'path'>) => `No API listens on ${path}.`,
    ...VERSION_REFUSALS,
    ...ENDPOINT_REFUSALS,
  },
  causes: {
    API_LIST_EMPTY: 'No API exists yet.',
    API_LISTENS_ELSEWHERE: 'The API listens on another path.',
    BODY_IN_CHUNKS: 'The client sends its body in chunks; let it send a Content-Length.',
    DEFINITION_ACTION_UNKNOWN:
      'The API definition has an action that does not exist (method_actions).',
    DEFINITION_ALLOWS_SOME: 'The API definition allows some endpoints only (white_list).',
    DEFINITION_BLOCKS: 'The API definition blocks this endpoint (black_list).',
    DEFINITION_HAS_END: 'The definition has an end (expiration, or expires of the version).',
    DEFINITION_INTERNAL:
      'The API definition makes this endpoint internal (extended_paths.internal).',
    ENDPOINT_MOCKED: 'The endpoint is mocked (mockResponse.fromOASExamples).',
    LISTEN_PATH_NEAR: ({ listenPath }: Texts<'listenPath'>) =>
      `${listenPath} is near: letter case and a final slash count, and a path matches by whole segments.`,
    PATH_WITHOUT_API: ({ listenPath }: Texts<'listenPath'>) =>
      `The call went to a path that belongs to no API; an API listens on ${listenPath}.`,
    VERSION_NOT_SAID: 'The client does not say which version of the API it wants.',
  },
}

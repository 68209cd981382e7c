import type { Numbers, Texts } from '../../facts.ts'

/** What two programs could read in two ways, in a request line and its fields. */
export const REQUEST = {
  refusals: {
    BODY_END_AMBIGUOUS: 'The end of the body is ambiguous.',
    CONTENT_LENGTH_INVALID: ({ length }: Texts<'length'>) => `Content-Length is "${length}".`,
    HOST_COUNT: ({ count }: Numbers<'count'>) => `The request has ${count} Host headers.`,
    HTTP_VERSION_UNKNOWN: ({ version }: Texts<'version'>) =>
      `The request line names HTTP ${version}; this gateway speaks 1.0 and 1.1.`,
    HOST_FOREIGN: 'The Host header names another server.',
    PATH_AMBIGUOUS: ({ problem }: Texts<'problem'>) => `The path ${problem}.`,
    PATH_TOO_LONG: ({ length, limit }: Numbers<'length' | 'limit'>) =>
      `The path and query are ${length} characters long, more than ${limit}.`,
    TOO_MANY_HEADERS: ({ limit }: Numbers<'limit'>) =>
      `The request has ${limit} header lines or more.`,
    TRACE_REFUSED: 'TRACE would send the token back to the caller.',
    TRANSFER_CODING_UNKNOWN: ({ coding }: Texts<'coding'>) => `Transfer-Encoding is "${coding}".`,
  },
  causes: {
    PATH_NOT_PLAIN: 'Write the path plainly: each segment once, no . or .. segments.',
  },
}

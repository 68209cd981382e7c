import type { TykDifference } from './tyk-differences.ts'

/** The differences that were seen beside a real Tyk 5.14.0: key sets, sessions, and what is on the wire. */
export const WIRE_DIFFERENCES: readonly TykDifference[] = [
  {
    id: 'spoiled_set',
    tyk: 'One key that its library cannot read (unknown `kty` or curve, RSA without `n`, a point off the curve, `x5c` that is no certificate, `x5t` of a wrong length) spoils the whole set: 403.',
    here: 'That key is left out; 200, and the verdict says: accepted here, 403 at Tyk, because.',
    reason: 'The other keys are good (RFC 7517 §5: unknown keys are ignored).',
    quirk: 'jwks_spoiled_set',
  },
  {
    id: 'source_line_break',
    tyk: 'A `jwt_source` that is the base64 of `echo ADDRESS` holds a line break: 403.',
    here: 'It is read without; 200, and the verdict says so.',
    reason: 'The address is plain; the lab names the fault instead of hiding the rest behind it.',
  },
  {
    id: 'redirected_set',
    tyk: 'A redirect of the key set is followed.',
    here: '403 `Key not authorized`.',
    reason: 'An address from outside could lead to one that only this machine may reach.',
  },
  {
    id: 'empty_kid',
    tyk: 'A key and a token with an empty `kid` fit each other.',
    here: '403 `Key not authorized`.',
    reason: 'An empty name chooses no key.',
  },
  {
    id: 'session_history',
    tyk: 'A session keeps the rate and the quota of earlier policies where the present ones have no such partition.',
    here: 'The policies of the present token alone count.',
    reason: 'What a caller may do should not depend on what it sent before.',
  },
  {
    id: 'shared_partition',
    tyk: 'Policies with rate partitions for several APIs count in one bucket; a limit of an API that is raised keeps its count.',
    here: 'Each right counts by itself; another limit opens a new window.',
    reason: 'A change of a limit can be seen at once.',
  },
  {
    id: 'foreign_host',
    tyk: 'Any `Host` is answered, and `preserve_host_header` passes it on.',
    here: '421 for all but the address that the gateway listens at, with its port; 400 for none.',
    reason:
      'DNS rebinding: a web page could call the gateway under a name of its own (docs/security.md).',
  },
  {
    id: 'target_form',
    tyk: '`GET http://host/path` and `OPTIONS *` are answered.',
    here: '400.',
    reason: 'An address in the request line is a second Host.',
  },
  {
    id: 'framing',
    tyk: 'Two equal `Content-Length`, and one beside `Transfer-Encoding`, are taken; so are folded fields, lines that end with LF alone, and HTTP/1.2.',
    here: '400.',
    reason: 'RFC 9112 §6.3: request smuggling.',
  },
  {
    id: 'spaces',
    tyk: 'Two spaces behind the method are refused with 400.',
    here: 'They count as one.',
    reason: "Node's parser has dropped them before the gateway sees the request.",
  },
  {
    id: 'sizes',
    tyk: 'A megabyte of fields, any number of them, and a path of any length are taken.',
    here: '431 above 16 KiB or from 100 fields on, 414 above 8 KiB of path and query.',
    reason: 'Node drops fields beyond its number, `Authorization` among them.',
  },
  {
    id: 'connect',
    tyk: 'CONNECT is proxied, and fails with 500; any `Expect` goes to the upstream.',
    here: '405; 417 for an `Expect` other than `100-continue`, which is answered here.',
    reason: 'No tunnel goes through this gateway (RFC 9110 §10.1.1).',
  },
  {
    id: 'upstream_framing',
    tyk: 'A body in chunks goes on in chunks, and the fields `Trailer` and `Expect` go with it; a `Trailer` of an answer passes, too.',
    here: 'A short one may go on with its length; trailers both ways, and `Expect`, end here. Methods of WebDAV go with `Content-Length: 0`.',
    reason: 'The client library frames what it sends (RFC 9112 §6); the bytes are the same.',
  },
  {
    id: 'malformed',
    tyk: 'Behind `400 Bad Request` a malformed field is told in some more words.',
    here: '`400 Bad Request`.',
    reason: "Node's parser does not tell.",
  },
]

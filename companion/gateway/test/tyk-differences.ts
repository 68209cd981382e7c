import type { Quirk } from '#shared/tyk/gateway-extras.ts'
import { CASES, DELIBERATE } from './tyk-cases/deliberate.ts'
import { WIRE_DIFFERENCES } from './wire-differences.ts'

/** One thing that this gateway does in another way than Tyk. */
export interface TykDifference {
  id: string
  tyk: string
  here: string
  reason: string
  /** Switches Tyk's way on, for one API. */
  quirk?: Quirk
  /** Tyk's own word on it. */
  source?: { text: string; href: string }
}

const issue = (number: number) => ({
  text: `tyk#${number}`,
  href: `https://github.com/TykTechnologies/tyk/issues/${number}`,
})

/** All differences that a caller can see; docs/tyk-compatibility.md is made from this list. */
export const TYK_DIFFERENCES: readonly TykDifference[] = [
  {
    id: 'unknown_kid',
    tyk: 'A `kid` that the cached key set lacks is refused until the cache runs out after 240 s.',
    here: 'The set is fetched again, at most once in 30 s.',
    reason: 'After a key rotation good tokens would be refused for four minutes.',
    quirk: 'jwks_unknown_kid',
    source: issue(6378),
  },
  {
    id: 'plain_url',
    tyk: 'A plain address in `jwt_source` works for one request and fails while the set is cached (5.9.0 and later).',
    here: 'A plain address works as one in base64 does. What is exported is base64.',
    reason: 'A bug; the seed document types the plain address.',
    quirk: 'jwks_plain_url',
    source: issue(7461),
  },
  {
    id: 'listen_path',
    tyk: 'Without `enable_strict_routes`, which the shipped tyk.conf switches on, `/app` also answers `/apple`; a listen path with parameters does so in any case.',
    here: 'A listen path matches whole segments.',
    reason: 'A path that was never published would reach an upstream.',
    quirk: 'loose_listen_path',
  },
  {
    id: 'api_id',
    tyk: 'A call at `/{api_id}/` keeps the id in its path: the upstream gets it, and no list of endpoints fits it.',
    here: 'The id is taken off as the listen path is.',
    reason: 'What a list blocks would be open at the other address of the same API.',
  },
  {
    id: 'endpoint_path',
    tyk: "Paths of block, allow and ignore lists and of a policy's `allowed_urls` match anywhere in the path, unless prefix and suffix matching are on, as in the shipped tyk.conf.",
    here: 'They match to the end, and from the start when they begin with a slash, as with the shipped tyk.conf.',
    reason: '`/public` on the ignore list would open `/admin/public`.',
  },
  {
    id: 'extended_paths',
    tyk: 'The `extended_paths` of a version that does not say `use_extended_paths` are not looked at.',
    here: 'They count, unless it says `false`.',
    reason: 'A block list with entries would block nothing.',
  },
  {
    id: 'left_out',
    tyk: 'A definition that leaves out `version_data` has versions and none of them (by its source).',
    here: 'It is one without versions; an export leaves `version_data` out as well.',
    reason: 'What is left out should be what most people mean.',
  },
  {
    id: 'session',
    tyk: 'Sessions are named by organisation and identity.',
    here: 'The source of the keys belongs to the name.',
    reason:
      'A `sub` is unique for one issuer only; two issuers would share limits (RFC 7519 §4.1.2).',
  },
  {
    id: 'repeated_credential',
    tyk: 'Of two `Authorization` fields the first counts.',
    here: '400.',
    reason: 'Two programs on the way may read two different tokens.',
  },
  {
    id: 'ambiguous_path',
    tyk: '`%2f`, `%5c`, `%00`, `..;` and bytes above 7F pass to the upstream untouched. (`..`, `.` and `//` get 301 to the cleaned path, as here.)',
    here: '400.',
    reason: 'What was judged and what the upstream reads could be two paths.',
  },
  {
    id: 'forwarded_for',
    tyk: "`X-Forwarded-For` is the caller's own list and the caller's address.",
    here: "The caller's address alone; `Forwarded`, `X-Real-IP` and the other `X-Forwarded-*` of a caller are dropped.",
    reason:
      'No trusted proxy stands before this gateway, so that list is whatever the caller wrote.',
  },
  {
    id: 'caller_address',
    tyk: 'IP lists compare `X-Real-IP` or `X-Forwarded-For` when they are there.',
    here: "They compare the address of the caller's connection.",
    reason: 'A caller could choose its address.',
  },
  {
    id: 'upstream_cors',
    tyk: "CORS fields of an upstream pass where the API's own CORS rules add none of that name.",
    here: 'An API with CORS rules passes none of them.',
    reason: 'The `*` of an upstream would let in an origin that the rules leave out.',
  },
  {
    id: 'encoded_listen_path',
    tyk: 'A listen path is compared without escapes: `/%61pi/x` is `/api/x`.',
    here: '404.',
    reason: 'One spelling for one API: what stands before the gateway decides by the same text.',
  },
  {
    id: 'stripped_query',
    tyk: 'Where a credential or a version is taken out of the query, the rest of it is sorted and written anew.',
    here: 'The rest goes on byte for byte.',
    reason: 'Repeated and oddly escaped parameters mean something to their upstream.',
  },
  {
    id: 'x5c_key',
    tyk: 'A key that stands in `x5c` alone is used, be it a certificate or a bare key.',
    here: 'It is left out, and the token refused.',
    reason:
      'RFC 7518 §6.3: `n` and `e` must be there; what `x5c` says is checked against them nowhere.',
  },
  {
    id: 'token_shape',
    tyk: 'Lenient reading: any `typ`, any length, repeated JSON names, unknown `crit`, `b64` and `zip`, times beyond the year 2100, any `kid` where one key is given, any `iss`, `sub` and `jti`.',
    here: '403 `Key not authorized`.',
    reason:
      'RFC 8725: one reading per token, and only access tokens. (`jku`, `jwk`, `x5u`, `x5c` and `cty` are ignored, as at Tyk.)',
  },
  {
    id: 'zero_time',
    tyk: 'An `exp` of 0 counts as none.',
    here: '401 `Key not authorized: token has expired`.',
    reason: 'RFC 7519 §4.1.4: it is a moment in 1970.',
  },
  {
    id: 'audience_type',
    tyk: 'Members of an `aud` list that are not text are skipped, and without allowed audiences `aud` is not looked at.',
    here: '401 `Key not authorized: invalid audience claim format`.',
    reason: 'RFC 7519 §4.1.3: a list of texts.',
  },
  {
    id: 'contains_rule',
    tyk: 'Of the values that a `contains` rule allows only the last counts for a claim that is neither text nor list.',
    here: 'Any of them.',
    reason: 'A token that fits the rule would be refused.',
  },
  {
    id: 'kept_policies',
    tyk: "A token whose policy the caller's session has already leaves the session's other policies as they are.",
    here: 'The policies of each token are its own.',
    reason: 'A token without scopes would have the rights of an earlier one with them.',
  },
  {
    id: 'weak_key',
    tyk: 'Any key of the set is used; `use` and `alg` are not looked at.',
    here: 'Keys that are weak, private, symmetric or meant for something else are left out.',
    reason: 'A signature of theirs proves nothing (RFC 8725 §3.5).',
  },
  {
    id: 'key_set_status',
    tyk: 'The status of the key set answer is ignored: a 404 with a JSON body is an empty set, and cached.',
    here: 'Anything but 200 is a failure: the last good set serves for a day, and attempts back off.',
    reason: "A provider's bad minute would refuse every caller.",
  },
  {
    id: 'shared_secret',
    tyk: '`jwt_source` may hold a secret for HMAC, or a key of its own per caller.',
    here: 'It is kept, and every token is refused: public keys and key sets only.',
    reason: 'A reader of the definition could sign tokens with that secret.',
  },
  {
    id: 'trace',
    tyk: 'TRACE is proxied.',
    here: '405.',
    reason: "An upstream's echo would show the caller's token.",
  },
  {
    id: 'unknown_method',
    tyk: 'Any word is a method, and proxied.',
    here: "400 for a word that Node's parser does not know.",
    reason: 'The parser is strict, and nothing lenient stands before it.',
  },
  {
    id: 'own_address',
    tyk: 'Any target is called.',
    here: 'Link-local and metadata addresses and the gateway itself are not: 500 as for a broken upstream.',
    reason: 'A definition must not reach what only this machine may (OWASP: SSRF).',
  },
  {
    id: 'verdict_header',
    tyk: 'No such field.',
    here: 'Each answer names its verdict in `X-DCR-Verdict`.',
    reason: 'The proof of the decision is one call away.',
  },
]

const SCORE = `Of ${CASES} cases that were recorded at a real Tyk 5.14.0 (\`companion/gateway/test/tyk-cases\`) ${CASES - Object.keys(DELIBERATE).length} are answered
equally in each of their requests: status, every header but those of the connection and the clock, body, and what the upstream
gets. The others (${Object.keys(DELIBERATE).join(', ')}) differ in single requests as the table says; the test holds which.`

/** The page docs/tyk-compatibility.md. */
export function renderDifferences(): string {
  const rows = [...TYK_DIFFERENCES, ...WIRE_DIFFERENCES].map(
    ({ tyk, here, reason, quirk, source }) => {
      const link = source ? ` ([${source.text}](${source.href}))` : ''
      return `| ${tyk}${link} | ${here} | ${reason} | ${quirk ? `\`${quirk}\`` : ''} |`
    },
  )
  return `# Where this gateway differs from Tyk

Status, body and headers of an answer are Tyk Gateway's for the same definition and policy. This
page lists every difference that a caller can see; each has a test, and the page is made from the
same list by \`npm run docs\`. The Tyk meant is the open-source Gateway 5.14.0 without Dashboard, with the
settings of its shipped tyk.conf.example.

${SCORE}

A lesson can switch a bug of Tyk on for one API:

\`\`\`json
{ "config_data": { "dcr_lab": { "quirks": ["jwks_unknown_kid"] } } }
\`\`\`

| Tyk | here | why | quirk |
| --- | --- | --- | --- |
${rows.join('\n')}

## Not there

Auth tokens, basic and HMAC authentication, several kinds of authentication at once, transforms,
plugins, virtual endpoints, caching, circuit breakers, load balancing, WebSockets, domains of an API's
own, GraphQL and TCP. A definition that uses them is kept whole, and what is not acted on is named in
the answer of its import. It is served without them; one with a target other than http and https (TCP,
h2c, another API, none), with a GraphQL engine or with streams is not served: its calls get 501.

There are no keys as in Tyk's store, so what needs one finds none: an API without a key source refuses
every token as Tyk refuses an unknown key (one-to-one keys), auth tokens are unknown, and
\`jwt_client_base_field\` names no policy, whose default policies then count.

Conditions on a path of \`allowed_urls\` are not looked at, and a path that has some allows nothing.

Two APIs on one listen path are refused when the second is saved (409), where Tyk appends its id. With
\`fallback_to_default\` a caller whose policy lists the default version only is refused a version that
exists; Tyk lets that call pass. Key sets are fetched anew after a restart.
`
}

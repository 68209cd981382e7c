import { AppError } from '#shared/errors/app-error.ts'
import { discover } from '../providers/discovery.ts'
import type { Rooms } from './rooms.ts'
import type { StepContext } from './step-context.ts'

/** Words of refusals that may be about the grant; only then the provider is asked what it offers. */
const ABOUT_GRANTS = /grant|unauthorized_client|invalid_client_metadata/i

const REFUSALS = new Set(['PROVIDER_REJECTED', 'TOKEN_REFUSED', 'CLIENT_METADATA_REFUSED'])

/** The grants that a refused call was about. */
interface Asked {
  grants: readonly string[]
  /** What the provider granted the client, where it said so. */
  granted?: unknown
}

/**
 * The refusal of a registration or a token, with the grants that the provider offers where the one that was
 * asked for is none of them: then no other metadata helps.
 *
 * @see [RFC 8414 §2](https://www.rfc-editor.org/rfc/rfc8414.html#section-2) grant_types_supported, and its default
 */
export async function explainGrants(
  thrown: unknown,
  { context, http, asked }: { context: StepContext<unknown>; http: Rooms['http']; asked: Asked },
): Promise<unknown> {
  const error = thrown instanceof AppError && REFUSALS.has(thrown.code) ? thrown : undefined
  if (!error || !ABOUT_GRANTS.test(error.message)) return thrown
  const offered = await readOffered(context, http)
  const lacking = (list: unknown): string[] =>
    Array.isArray(list) ? asked.grants.filter((grant) => !list.includes(grant)) : []
  const [unoffered, ungranted] = [lacking(offered), lacking(asked.granted)]
  const missing = unoffered.length > 0 ? unoffered : ungranted
  if (missing.length === 0) return thrown
  const what =
    unoffered.length > 0
      ? `Its metadata offers ${offered?.join(', ') ?? ''}, not ${missing.join(', ')}`
      : `The client was granted ${(asked.granted as string[]).join(', ')}, not ${missing.join(', ')}`
  return new AppError(error.code, {
    ...error.options,
    detail: `${(error.options.detail ?? error.message).replace(/\.$/, '')}. ${what}.`,
    hint: describeWay(context, { offered: offered ?? [], asked }),
    cause: thrown,
  })
}

async function readOffered(
  context: StepContext<unknown>,
  http: Rooms['http'],
): Promise<string[] | undefined> {
  const { idp_host: host } = context.products
  if (host === undefined) return undefined
  const call = context.call('registrar', 'idp', 'Read the offered grants')
  const found = await discover(http, call, { host, provider: context.run.provider }).catch(
    () => undefined,
  )
  return found?.grant_types_supported
}

/** What a person can do at a provider that gives tokens to signed-in people alone. */
function describeWay(
  { nameStep }: StepContext<unknown>,
  { offered, asked }: { offered: readonly string[]; asked: Asked },
): string {
  const signIn =
    'Get a token on the Tokens page, with the authorization code grant: a person has to sign in, which no step of this journey does.'
  if (Array.isArray(asked.granted) && asked.granted.includes('authorization_code')) return signIn
  return offered.includes('authorization_code')
    ? `Choose authorization_code in ${nameStep('dcr-settings')} and give a redirect URL (on the command line: --grant authorization_code --redirect-uri URL). ${signIn}`
    : `Choose a grant that is offered in ${nameStep('dcr-settings')}.`
}

import { randomUUID } from 'node:crypto'
import type * as z from '#shared/zod.ts'
import type { RegistrationDraft } from '#shared/contract/registration.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { Ending, Row, TrueEnding } from '../row.ts'

/** The client that a chain of rows works with: registered by the first, used by the others. */
export interface ChainClient {
  registration?: string
  token?: string
}

type Metadata = z.input<typeof RegistrationDraft>['metadata']

/** Registers a client through the control API; `callback` is the lab's own redirect address. */
export function registerRow(
  chain: ChainClient,
  {
    name = 'register',
    metadata,
    expected,
  }: { name?: string; metadata: (callback: string) => Metadata; expected: TrueEnding },
): Row {
  return {
    name,
    expected,
    run: ({ lab, server }) =>
      endOf(async () => {
        const { host, provider, mintToken } = server
        const { registration_endpoint: endpoint } = await lab.client.discoverProvider({
          body: { host, provider },
        })
        if (endpoint === undefined) return { ends: 'no registration endpoint' }
        const token = await mintToken?.()
        const { id, state, failure, answer_notes } = await lab.client.registerClient({
          body: {
            id: randomUUID(),
            origin: 'test',
            provider,
            idp_host: host,
            registration_endpoint: endpoint,
            ...(token !== undefined && { initial_access_token: token }),
            metadata: metadata(`${lab.addresses.portal}/oauth/callback`),
          },
        })
        if (state === 'active') chain.registration = id
        return { ends: state, says: [failure ?? '', ...(answer_notes ?? [])].join('\n') }
      }),
  }
}

/** The registration of a chain. @throws Error when its first row failed. */
export function registrationOf({ registration }: ChainClient): string {
  if (registration === undefined) throw new Error('no client was registered')
  return registration
}

/** The token of a chain. @throws Error when no row before has got one. */
export function tokenOf({ token }: ChainClient): string {
  if (token === undefined) throw new Error('no token was given')
  return token
}

/** A refusal of the product is an end with words, as a person would read them. */
export async function endOf(act: () => Promise<Ending>): Promise<Ending> {
  try {
    return await act()
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown
    const { code, message, options } = thrown
    return { ends: code, says: `${message} ${options.hint ?? ''}` }
  }
}

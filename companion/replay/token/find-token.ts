import type {
  RegistrationOutline,
  RegistrationRecord,
  TokenOutline,
  TokenRecord,
} from '../../store/schema.ts'
import type { Outlined } from '../../store/records.ts'
import { refuseInput } from '../refuse-input.ts'

export interface FindDeps {
  tokens: Outlined<TokenRecord, TokenOutline>
  registrations: Pick<Outlined<RegistrationRecord, RegistrationOutline>, 'get' | 'filter'>
}

const BY_NAME = 'client:'

/** A kept token by its id, or the newest of the client that `client:NAME` names. @throws AppError `INPUT_INVALID`. */
export function findToken(deps: FindDeps, ref: string): TokenRecord {
  const record = ref.startsWith(BY_NAME)
    ? findNewestOf(deps, ref.slice(BY_NAME.length))
    : deps.tokens.get(ref)
  if (record) return record
  const detail = ref.startsWith(BY_NAME)
    ? `No token of a client called ${ref.slice(BY_NAME.length)} is kept.`
    : 'The chosen token is not kept any more.'
  throw refuseInput('token', detail, 'Get one on the Tokens page, or choose another token.')
}

function findNewestOf(deps: FindDeps, name: string): TokenRecord | undefined {
  const isOfName = ({ registration = '' }: TokenOutline): boolean =>
    deps.registrations.get(registration)?.client_name === name
  return deps.tokens.get(deps.tokens.outlines().findLast(isOfName)?.id ?? '')
}

/** A client by its id, or the newest active one that `client:NAME` names. @throws AppError `INPUT_INVALID`. */
export function findClient({ registrations }: FindDeps, ref: string): RegistrationRecord {
  const record = ref.startsWith(BY_NAME)
    ? registrations
        .filter(
          ({ client_name, state }) =>
            state === 'active' && client_name === ref.slice(BY_NAME.length),
        )
        .at(-1)
    : registrations.get(ref)
  if (record) return record
  throw refuseInput(
    'token',
    'The chosen client is not in the ledger.',
    'Register one, or choose another client.',
  )
}

/** The name of the client that a token is for. */
export function nameOwner({ registrations }: FindDeps, token: TokenRecord | undefined): string {
  return registrations.get(token?.registration ?? '')?.client_name ?? 'an unknown client'
}

import type { PlainMessage } from '../../messages/catalogue.ts'
import type { ACCESS_TOKEN } from '../../messages/en/gateway/access-token.ts'

/** Why a JWT is not an access token. */
export type TokenProblem = PlainMessage<typeof ACCESS_TOKEN>

import type { Row } from './row.ts'
import { CREDENTIAL_ROWS, MANAGE_ROWS, METHOD_ROWS } from './rows/credential-rows.ts'
import { AUTHORIZE_ROWS, ENDPOINT_ROWS, METADATA_ROWS } from './rows/endpoint-rows.ts'
import { BODY_ROWS, REGISTER_ROWS } from './rows/register-rows.ts'
import { TOKEN_ROWS } from './rows/token-rows.ts'

export const ROWS: readonly Row[] = [
  ...REGISTER_ROWS,
  ...BODY_ROWS,
  ...CREDENTIAL_ROWS,
  ...METHOD_ROWS,
  ...MANAGE_ROWS,
  ...TOKEN_ROWS,
  ...ENDPOINT_ROWS,
  ...METADATA_ROWS,
  ...AUTHORIZE_ROWS,
]

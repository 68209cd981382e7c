/** A call as it is sent. `{{…}}` in any string is filled in when the row is run; see `run-row.ts`. */
export interface RowCall {
  method: string
  /** Below the address of the server. */
  path: string
  headers?: Readonly<Record<string, string>>
  body?: string
}

/** One question to Keycloak, whose answer was recorded, and which the dialect has to answer alike. */
export interface Row {
  /** The letter of its group and a number. */
  id: string
  name: string
  /** Registered before the call, by the name under which the call refers to them. */
  clients?: Readonly<Record<string, object>>
  /** Sent before the call, in this order. */
  before?: readonly RowCall[]
  call: RowCall
}

export const REALM = '/realms/lab'
export const REGISTRATION = `${REALM}/clients-registrations/openid-connect`
export const PROTOCOL = `${REALM}/protocol/openid-connect`
export const REDIRECT = 'https://app.example/cb'

const JSON_TYPE = { 'content-type': 'application/json' }
const FORM_TYPE = { 'content-type': 'application/x-www-form-urlencoded' }

export const SERVICE = {
  client_name: 'Service',
  grant_types: ['client_credentials'],
  token_endpoint_auth_method: 'client_secret_post',
}

export const CODE = {
  client_name: 'App',
  grant_types: ['authorization_code', 'refresh_token'],
  redirect_uris: [REDIRECT],
  token_endpoint_auth_method: 'client_secret_post',
}

/** A registration with the initial access token that lasts. */
export function registering(metadata: unknown, headers: Record<string, string> = {}): RowCall {
  const body = typeof metadata === 'string' ? metadata : JSON.stringify(metadata)
  return {
    method: 'POST',
    path: REGISTRATION,
    headers: { ...JSON_TYPE, authorization: 'Bearer {{initial}}', ...headers },
    body,
  }
}

/** A management call for the client `c`. */
export function managing(
  method: string,
  body?: unknown,
  headers: Record<string, string> = {},
): RowCall {
  return {
    method,
    path: `${REGISTRATION}/{{c.id}}`,
    headers: {
      authorization: 'Bearer {{c.rat}}',
      ...(body !== undefined && JSON_TYPE),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  }
}

/** A form for an endpoint of the protocol. */
export function posting(
  endpoint: string,
  form: Readonly<Record<string, string>> | string,
  headers: Record<string, string> = {},
): RowCall {
  return {
    method: 'POST',
    path: PROTOCOL + endpoint,
    headers: { ...FORM_TYPE, ...headers },
    body:
      typeof form === 'string'
        ? form
        : Object.entries(form)
            .map(([name, value]) => `${name}=${encode(value)}`)
            .join('&'),
  }
}

/** What is filled in later has to stay readable. */
function encode(value: string): string {
  return value.startsWith('{{') ? value : encodeURIComponent(value)
}

/** What a client that authenticates with its secret in the form sends. */
export const AS_C = { client_id: '{{c.id}}', client_secret: '{{c.secret}}' }

/** Gives the rows of a group their ids, in the order in which they stand. */
export function numbered(letter: string, rows: readonly Omit<Row, 'id'>[]): Row[] {
  return rows.map((row, index) => ({
    id: `${letter}${String(index + 1).padStart(3, '0')}`,
    ...row,
  }))
}

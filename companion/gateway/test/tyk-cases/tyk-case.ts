/** One case that was recorded at a real Tyk Gateway 5.14.0. */
export interface TykCase {
  id: string
  policies: Record<string, unknown>[]
  apis: Record<string, unknown>[]
  /** Documents of the upstream, which is also where key sets are. */
  upstream_overrides: { path: string; body: string }[]
  steps: TykStep[]
}

export interface TykStep {
  request: TykRequest
  /** Header and payload of the token, where it is not the standard one. */
  token?: { header: string; payload: string; key?: 'other' }
  /** What the recording lacked and was put back. */
  rebuilt?: string
  tyk: TykAnswer
}

export interface TykRequest {
  /** The whole request, where its spelling matters; `@HOST@` is the gateway's own address. */
  raw?: string
  method?: string
  path?: string
  headers?: string[]
  body?: string
  /** Of HTTP; 1.1 where left out. */
  version?: string
  /** The value of `Host`; `null` for none. */
  host?: string | null
}

export interface TykAnswer {
  status: number
  body?: string
  headers: Record<string, string[]>
  /** What the upstream received. */
  upstream?: Record<string, unknown> & { h?: Record<string, string[]> }
}

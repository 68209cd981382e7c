import { DIALECTS, findDialect } from '#shared/idp/dialects.ts'
import type { Exchange } from '#shared/contract/exchange.ts'
import type { Run, RunStep, StepResult } from '#shared/contract/run.ts'
import type { Status } from '#shared/contract/endpoints/status-endpoints.ts'
import { CHECK_IDS, type Verdict } from '#shared/contract/verdict.ts'
import { getJourney } from '#shared/journeys/journeys.ts'
import type { RunKind } from '#shared/journeys/read-steps.ts'
import { PROVIDER_LABELS } from '#shared/tyk/dcr-options.ts'

const NOW = '2026-11-23T14:00:00.000Z'

const INPUTS: Partial<Record<RunStep['id'], Record<string, unknown>>> = {
  'api-token': { token_name: 'Tyk Integration' },
  scope: { scope: 'tyk', is_default: true },
  api: {
    name: 'OKTA API',
    listen_path: '/okta-api/',
    target_url: 'http://127.0.0.1:8794',
    jwks_uri: 'http://127.0.0.1:8792/oauth2/default/v1/keys',
    jwt_identity_base_field: 'sub',
    jwt_policy_field_name: 'pol',
    strip_listen_path: true,
  },
  policy: {
    name: 'OKTA Policy',
    rate: 1000,
    per: 60,
    key_expires_in: 3600,
    quota_max: -1,
    quota_renewal_rate: 3600,
  },
  catalogue: { name: 'OKTA API', short_description: 'An API behind Okta tokens' },
  'dcr-settings': {
    override: true,
    provider: 'okta',
    grant_types: ['client_credentials', 'implicit', 'authorization_code'],
    token_endpoint_auth_method: 'client_secret_post',
    response_types: ['token'],
    idp_host: 'http://127.0.0.1:8792',
    registration_endpoint: 'http://127.0.0.1:8792/oauth2/v1/clients',
    oauth_redirect_uri_separator: ';',
  },
  developer: { email: 'dev@example.com' },
  'register-client': {
    client_name: 'My first client',
    redirect_uris: ['https://app.example/callback'],
  },
  token: {
    scope: 'tyk',
    token_endpoint: 'http://127.0.0.1:8792/oauth2/default/v1/token',
    token_endpoint_auth_method: 'client_secret_post',
  },
  'call-api': { method: 'GET', path: '/okta-api/get', send_token: true },
}

export function createSampleRun(
  id: string,
  { journey = 'dcr', target = 'embedded', provider = 'okta', dialect }: Partial<RunKind> = {},
): Run {
  const spoken = target === 'embedded' ? (dialect ?? findDialect(provider)) : undefined
  return {
    id,
    name: spoken === undefined ? PROVIDER_LABELS[provider] : DIALECTS[spoken].label,
    journey,
    target,
    provider,
    ...(spoken !== undefined && { dialect: spoken }),
    created_at: NOW,
    steps: getJourney(journey).steps.map(({ id: step }) => ({
      id: step,
      state: 'todo',
      inputs: target === 'embedded' || step !== 'api-token' ? (INPUTS[step] ?? {}) : {},
      kept_secrets: step === 'dcr-settings' ? { initial_access_token: '••••p9Qz' } : {},
      exchanges: [],
    })),
  }
}

export const sampleStatus: Status = {
  name: 'DCR Lab companion',
  version: '0.1.0',
  addresses: {
    control: 'http://127.0.0.1:8790',
    gateway: 'http://127.0.0.1:8791',
    idp: 'http://127.0.0.1:8792',
    portal: 'http://127.0.0.1:8793',
    sample_api: 'http://127.0.0.1:8794',
  },
  started_at: NOW,
  node: '20.20.2',
  is_read_only: false,
}

/** The result of step 9: a client id in the open, a secret behind its reference. */
export const registrationResult: StepResult = {
  summary: 'The identity provider registered the client “My first client”.',
  facts: [
    { id: 'client_id', label: 'client id', kind: 'code', value: '0oa7Kd92mQxVb4pT15d7' },
    {
      id: 'client_secret',
      label: 'client secret',
      kind: 'secret',
      value: '••••x7Gq',
      secret: 'registration/r1/client_secret',
    },
    { id: 'grant_types', label: 'grant types', kind: 'text', value: 'client_credentials' },
  ],
  checks: [
    { id: 'status', text: 'The provider answered 201', state: 'passed' },
    {
      id: 'granted',
      text: 'It granted what was asked',
      state: 'warned',
      evidence: 'application_type: asked web, granted service',
    },
  ],
  via: 'panel',
}

const JWT_HEAD =
  'eyJhbGciOiJSUzI1NiIsImtpZCI6ImsxIn0.eyJzdWIiOiIwb2E3S2Q5Mm1ReFZiNHBUMTVkNyIsImF1ZCI6ImFwaTovL2RlZmF1bHQiLCJzY3AiOlsidHlrIl0sImlhdCI6MTc5NTQ0MjQwMCwiZXhwIjoxNzk1NDQ2MDAwfQ'

export function createSampleExchange(id: string): Exchange {
  const json = 'application/json'
  const text = JSON.stringify({ client_id: '0oa7Kd92mQxVb4pT15d7', client_secret: '••••x7Gq' })
  return {
    id,
    at: NOW,
    from: 'registrar',
    to: 'idp',
    label: 'Register client',
    request: {
      method: 'POST',
      url: 'http://127.0.0.1:8792/oauth2/v1/clients',
      headers: [
        ['Authorization', 'SSWS ••••p9Qz'],
        ['Content-Type', json],
      ],
      body: {
        text: '{"client_name":"<b>My first client</b>","grant_types":["client_credentials"]}',
        media_type: json,
        size_bytes: 76,
        is_truncated: false,
      },
    },
    response: {
      status: 201,
      headers: [['content-type', json]],
      body: { text, media_type: json, size_bytes: text.length, is_truncated: false },
    },
    duration_ms: 12.4,
  }
}

export function createSampleTokenExchange(id: string): Exchange {
  const base = createSampleExchange(id)
  const media_type = 'application/x-www-form-urlencoded'
  const form =
    'grant_type=client_credentials&client_id=0oa7Kd92mQxVb4pT15d7&client_secret=••••x7Gq&scope=tyk'
  const reply = `{"token_type":"Bearer","access_token":"${JWT_HEAD}.••••abcd","scope":"tyk"}`
  return {
    ...base,
    from: 'app',
    label: 'Get token',
    request: {
      method: 'POST',
      url: 'http://127.0.0.1:8792/oauth2/default/v1/token',
      headers: [['Content-Type', media_type]],
      body: { text: form, media_type, size_bytes: form.length, is_truncated: false },
    },
    response: {
      status: 200,
      headers: [['content-type', 'application/json']],
      body: {
        text: reply,
        media_type: 'application/json',
        size_bytes: reply.length,
        is_truncated: false,
      },
    },
  }
}

/** The gateway refused a call without a token; everything behind the credential was not reached. */
export function createSampleVerdict(id: string): Verdict {
  return {
    id,
    at: NOW,
    method: 'GET',
    path: '/okta-api/get',
    api_id: 'okta-api',
    status: 401,
    error: 'Authorization field missing',
    is_allowed: false,
    duration_ms: 1.2,
    checks: CHECK_IDS.map((check, index) => ({
      id: check,
      title: index === 1 ? 'A credential is there' : `Check of ${check.replaceAll('_', ' ')}`,
      state: index === 0 ? 'passed' : index === 1 ? 'failed' : 'not_reached',
      ...(index === 1 && {
        code: 'TOKEN_MISSING',
        reason: 'The request has no Authorization header.',
      }),
      evidence: index === 0 ? [{ label: 'listen path', value: '/okta-api/' }] : [],
      reference: { text: 'RFC 6750 §2.1', href: 'https://www.rfc-editor.org/rfc/rfc6750.html' },
      causes:
        index === 1
          ? [
              {
                code: 'TOKEN_NOT_SENT',
                text: '“Send the token” is off.',
                fix: { label: 'Send the token', step: 'call-api', inputs: { send_token: true } },
              },
            ]
          : [],
    })),
  }
}

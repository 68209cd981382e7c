import type { StepCheck } from '#shared/contract/run.ts'
import { AppError } from '#shared/errors/app-error.ts'
import { signInWithoutBrowser } from '../../mcp/sign-in.ts'
import { readOverride, startAuthorization } from '../mcp-authorization.ts'
import type { Rooms } from '../rooms.ts'
import type { StepContext } from '../step-context.ts'
import { code, defineStep, type StepOutput } from '../step-runner.ts'

type Used = Pick<Rooms, 'http' | 'registrar' | 'tokens'>
type Output = StepOutput<'mcp-forget'>

export const runner = defineStep({
  id: 'mcp-forget',
  uses: ['http', 'registrar', 'tokens'],
  suggest: () => ({}),
  async run(context: StepContext<unknown>, rooms): Promise<Output> {
    const id = context.require('registration_id')
    const way = context.require('mcp_way')
    const clientId = rooms.registrar.get(id)?.client_id ?? ''
    if (way !== 'registration') return describeKept(clientId, KEPT)
    if (!rooms.registrar.canManage(id)) return describeKept(clientId, UNMANAGED)
    const flow = await startAuthorization(context, rooms, {
      scope: context.require('mcp_scope'),
      step: 'mcp-token',
    })
    await rooms.registrar.remove(id, context.call('registrar', 'idp', 'Delete client'))
    const checks = [
      await useAtAuthorization(context, rooms, flow.url),
      await useAtToken(context, rooms, id),
    ]
    return {
      result: {
        summary: 'The client is deleted at the server, and was used twice more.',
        facts: [code('client_id', 'Client ID', clientId)],
        checks,
      },
    }
  },
})

const KEPT =
  'Nothing was registered in this run, so there is nothing to delete: the client stays as it was before.'
const UNMANAGED =
  'The server gave nothing that could delete the client (RFC 7592): it stays there, as after most clients. Delete it in the server’s own administration.'

function describeKept(clientId: string, summary: string): Output {
  return { result: { summary, facts: [code('client_id', 'Client ID', clientId)], checks: [] } }
}

/** @see [RFC 6749 §4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.2.1) */
async function useAtAuthorization(
  context: StepContext<unknown>,
  { http }: Used,
  start: string,
): Promise<StepCheck> {
  const redirectUri = new URL(start).searchParams.get('redirect_uri') ?? ''
  const call = context.call('developer', 'idp', 'Authorize with the deleted client')
  const end = await signInWithoutBrowser(http, call, { start, redirectUri })
  if (end.kind === 'page' && end.status >= 400)
    return {
      id: 'authorization',
      text: 'The authorization endpoint shows an error page: a person stays there, and the client waits',
      state: end.status === 400 ? 'passed' : 'warned',
      evidence: `${end.status}: ${end.words}`,
    }
  return {
    id: 'authorization',
    text: 'The authorization endpoint goes on with a client that was deleted',
    state: 'warned',
    evidence: end.kind === 'page' ? `${end.status}: ${end.words}` : 'a redirect to the client',
  }
}

/** @see [RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749.html#section-5.2) */
async function useAtToken(
  context: StepContext<unknown>,
  { tokens }: Used,
  registration: string,
): Promise<StepCheck> {
  const token = context.require('token_id')
  const { has_refresh_token } = tokens.get(token)
  const base = { registration, scope: '', audience: '' as const, dpop: false as const }
  const call = {
    context: context.call('app', 'idp', 'Use the deleted client'),
    override: readOverride(context),
  }
  const thrown = await tokens
    .request(
      has_refresh_token
        ? { grant: 'refresh_token', token, ...base }
        : { grant: 'client_credentials', ...base },
      call,
    )
    .then(
      () => undefined,
      (error: unknown) => AppError.from(error),
    )
  if (!thrown)
    return {
      id: 'token',
      text: 'The token endpoint still gives tokens to a client that was deleted',
      state: 'warned',
    }
  const words = thrown.options.detail ?? thrown.message
  const isTold = /invalid_client/.test(words)
  return {
    id: 'token',
    text: isTold
      ? 'The token endpoint says that the client is not known: a client can register again'
      : 'The token endpoint refuses, without saying that the client is not known',
    state: isTold ? 'passed' : 'warned',
    evidence: words,
  }
}

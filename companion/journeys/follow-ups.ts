import type { StepCheck } from '#shared/contract/run.ts'
import type { Registration } from '#shared/contract/registration.ts'
import { getDriver } from '../providers/drivers.ts'
import { readProviderError } from '../providers/provider-error.ts'
import type { Rooms } from './rooms.ts'
import type { StepContext } from './step-context.ts'

/**
 * Makes the calls that have to follow a registration, with the token of step 1. What a person has to
 * do by hand is a warning.
 *
 * @throws AppError `PROVIDER_UNREACHABLE`.
 */
export async function carryOutFollowUps(
  context: StepContext<unknown>,
  http: Rooms['http'],
  { client_id }: Registration,
): Promise<StepCheck[]> {
  const { run, products } = context
  const checks: StepCheck[] = []
  for (const { label, why, request } of getDriver(run.provider).followUps) {
    const token = context.open('api_token')
    if (!request || !token || client_id === undefined) {
      checks.push({ id: `follow_up_${checks.length}`, text: label, state: 'warned', evidence: why })
      continue
    }
    const idp_host = products.idp_host ?? ''
    const { method, url, body } = request({
      client_id,
      idp_host,
      audience: products.audience ?? '',
    })
    const answer = await http.send(context.call('registrar', 'idp', label), {
      method,
      url,
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        authorization: `Bearer ${token}`,
      },
      body: JSON.stringify(body),
    })
    const isDone = answer.status >= 200 && answer.status < 300
    const { error, description } = readProviderError(answer.status, answer.text)
    const words = [error, description].filter(Boolean).join(': ')
    checks.push({
      id: `follow_up_${checks.length}`,
      text: label,
      state: isDone ? 'passed' : 'warned',
      evidence: isDone
        ? `${method} ${url} answered ${answer.status}`
        : `${answer.status} ${words}. ${why}`,
    })
  }
  return checks
}

import type { LessonAction, TokenChoice } from '#shared/contract/lesson-action.ts'
import type { Run } from '#shared/contract/run.ts'
import { callGateway } from '../outgoing/call-gateway.ts'
import { breakSignature } from './break-signature.ts'
import { describeVerdict } from './describe-verdict.ts'
import type { LessonRooms } from './lesson-rooms.ts'
import { requireProduct } from './require-product.ts'

/** Calls the API of the lesson's run. A refusal is an answer like any other: lessons are about refusals. */
export async function callApi(
  action: Extract<LessonAction, { do: 'call' }>,
  run: Run,
  rooms: LessonRooms,
): Promise<string> {
  const api = rooms.definitions.apis.require(requireProduct(rooms, run, 'api_id'))
  const answer = await callGateway({
    method: action.method,
    url: rooms.addresses.gateway + api.proxy.listen_path + action.path,
    token: chooseToken(action.token, run, rooms),
  })
  if (answer.verdict === undefined) return `${answer.status}, without a verdict.`
  await rooms.gateway.flush()
  const exchanges = rooms.recorder.list({ verdict: answer.verdict, limit: 20 })
  rooms.recorder.assign(
    exchanges.map(({ id }) => id),
    run.id,
    'call-api',
  )
  const verdict = await rooms.gateway.verdicts.get(answer.verdict)
  return verdict ? `${describeVerdict(verdict)}.` : `${answer.status}.`
}

/** The token as it is kept: a token that has ended is sent, too. */
function chooseToken(choice: TokenChoice, run: Run, rooms: LessonRooms): string | undefined {
  if (choice === 'none') return undefined
  const token = rooms.openToken(requireProduct(rooms, run, 'token_id'))
  return choice === 'broken_signature' ? breakSignature(token) : token
}

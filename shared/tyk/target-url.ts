import { hasPortTooHigh, PORT_TOO_HIGH } from '../oauth/complete-url.ts'
import * as z from '../zod.ts'

/** Where requests go: an address of http or https without credentials and fragment. */
export const TargetUrl = z.string().superRefine((value, context) => {
  const sentence = findTargetProblem(value)
  if (sentence)
    context.addIssue({ code: 'custom', message: sentence, params: { rule: 'target_url' } })
})

/**
 * What Tyk takes for a target and this gateway does not call: other protocols, the name of a place where the
 * address is kept, a variable that was not filled in.
 */
const OTHER_TARGET =
  /^(?:(?:tcp|tls|udp|h2c|grpc|tyk|ws|wss|kafka|amqp|mqtt|nats|redis|srv|env|secrets|vault|consul):\/\/|[a-z]+:\/\/[^/]*[{$]|\$|\{\{)/i

/** Every target that a definition may have, called here or not; empty for none. */
export const AnyTarget = z.string().superRefine((value, context) => {
  const sentence = isOtherTarget(value) ? undefined : findTargetProblem(value)
  if (sentence)
    context.addIssue({ code: 'custom', message: sentence, params: { rule: 'target_url' } })
})

function isOtherTarget(value: string): boolean {
  return value === '' || OTHER_TARGET.test(value)
}

/** Whether this gateway can call it. */
export function isHttpTarget(target: string | undefined): boolean {
  return target !== undefined && target !== '' && findTargetProblem(target) === undefined
}

function findTargetProblem(value: string): string | undefined {
  if (hasPortTooHigh(value)) return PORT_TOO_HIGH
  if (!URL.canParse(value)) return 'Write a whole address, such as http://127.0.0.1:8794.'
  const url = new URL(value)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return 'Use http or https.'
  if (url.username || url.password) return 'Leave user name and password out of the address.'
  if (url.hash) return 'Leave the # and what follows it out.'
  return undefined
}

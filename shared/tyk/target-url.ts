import { hasPortTooHigh, PORT_TOO_HIGH } from '../oauth/complete-url.ts'
import * as z from '../zod.ts'

/** Where requests go: an address of http or https without credentials and fragment. */
export const TargetUrl = z.string().superRefine((value, context) => {
  const sentence = findTargetProblem(value)
  if (sentence)
    context.addIssue({ code: 'custom', message: sentence, params: { rule: 'target_url' } })
})

function findTargetProblem(value: string): string | undefined {
  if (hasPortTooHigh(value)) return PORT_TOO_HIGH
  if (!URL.canParse(value)) return 'Write a whole address, such as http://127.0.0.1:8794.'
  const url = new URL(value)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return 'Use http or https.'
  if (url.username || url.password) return 'Leave user name and password out of the address.'
  if (url.hash) return 'Leave the # and what follows it out.'
  return undefined
}

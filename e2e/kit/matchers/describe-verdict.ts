import type { GatewayAnswer } from '../fixtures/gateway.ts'

/** A verdict in a line, and the likeliest cause of a refusal with its fix. */
export function describeVerdict({ status, verdict }: GatewayAnswer): {
  text: string
  hint: string | undefined
} {
  if (!verdict) return { text: `status ${status} without a verdict`, hint: undefined }
  const failed = verdict.checks.find(({ state }) => state === 'failed')
  if (!failed) return { text: `allowed, status ${status}`, hint: undefined }
  const { id, code, reason, title, causes } = failed
  const [cause] = causes
  const named = code === undefined ? id : `${id} (${code})`
  return {
    text: `${verdict.is_allowed ? 'allowed' : 'refused'} at check ${named}, status ${status}: ${reason ?? title}`,
    hint: cause && `${cause.text}${cause.fix ? ` ${cause.fix.label}.` : ''}`,
  }
}

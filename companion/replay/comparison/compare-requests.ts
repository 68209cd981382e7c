import equal from 'fast-deep-equal'
import type { ReplayField, ReplayRequest } from '#shared/contract/replay/replay-request.ts'
import type { Attempt } from '#shared/contract/replay/attempt.ts'

/** What was changed between two requests, a sentence each. */
export function compareRequests(before: Attempt, after: Attempt): string[] {
  const [left, right] = [before.request, after.request]
  return [
    ...(left.method === right.method ? [] : [`The method: ${right.method} after ${left.method}.`]),
    ...(left.url === right.url ? [] : [`The address: ${right.url} after ${left.url}.`]),
    ...(left.route === right.route ? [] : [`The way: ${nameWay(right)} after ${nameWay(left)}.`]),
    ...(equal(left.token, right.token) ? [] : [`The token: ${after.sent.token}`]),
    ...compareFields('The header', left.headers, right.headers),
    ...compareFields('The query field', left.query, right.query),
    ...(equal(left.body, right.body) ? [] : ['The body.']),
  ]
}

function nameWay({ route }: ReplayRequest): string {
  return route === 'gateway' ? 'through the gateway' : 'direct'
}

function compareFields(
  what: string,
  before: readonly ReplayField[],
  after: readonly ReplayField[],
): string[] {
  const left = groupFields(before)
  const right = groupFields(after)
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((name) => {
    const old = left.get(name)
    const next = right.get(name)
    if (equal(old, next)) return []
    const how = old === undefined ? 'is new' : next === undefined ? 'is gone' : 'was changed'
    return [`${what} ${name} ${how}.`]
  })
}

function groupFields(fields: readonly ReplayField[]): Map<string, string[]> {
  const groups = new Map<string, string[]>()
  for (const { name, value, is_off } of fields)
    if (is_off !== true && name !== '') {
      const key = name.toLowerCase()
      groups.set(key, [...(groups.get(key) ?? []), value])
    }
  return groups
}

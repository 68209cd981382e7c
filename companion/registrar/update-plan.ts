import type { UpdatePlan } from '#shared/contract/registration.ts'
import { compareMetadata } from '#shared/oauth/metadata/compare-metadata.ts'

/** RFC 7592 §2.2 forbids these in a PUT; the first two are secrets that are added when it is sent. */
const FORBIDDEN = new Set([
  'client_secret',
  'client_id',
  'registration_access_token',
  'registration_client_uri',
  'client_secret_expires_at',
  'client_id_issued_at',
])

/**
 * The effect of a PUT with this metadata. A PUT replaces all metadata: a member that it omits is deleted or
 * becomes the provider's default.
 *
 * @see [RFC 7592 §2.2](https://www.rfc-editor.org/rfc/rfc7592.html#section-2.2)
 */
export function planUpdate(
  granted: Readonly<Record<string, unknown>>,
  wanted: Readonly<Record<string, unknown>>,
): UpdatePlan {
  const isLeftOut = ([name, value]: [string, unknown]): boolean =>
    FORBIDDEN.has(name) || isMasked(value)
  const sent = Object.fromEntries(Object.entries(wanted).filter((member) => !isLeftOut(member)))
  const before = Object.keys(granted).filter((name) => !FORBIDDEN.has(name))
  const isSame = (name: string): boolean =>
    JSON.stringify(granted[name]) === JSON.stringify(sent[name])
  return {
    sent,
    added: Object.keys(sent).filter((name) => !before.includes(name)),
    changed: Object.keys(sent).filter((name) => before.includes(name) && !isSame(name)),
    dropped: before.filter((name) => sent[name] === undefined || sent[name] === null),
    effects: Object.fromEntries(
      compareMetadata(granted, sent).flatMap(({ name, effect }) =>
        effect === undefined ? [] : [[name, effect]],
      ),
    ),
    left_out: Object.entries(wanted)
      .filter(isLeftOut)
      .map(([name]) => name),
  }
}

/** A secret of the provider's answer is kept as a mask, such as a software statement. */
function isMasked(value: unknown): boolean {
  return JSON.stringify([value]).includes('••••')
}

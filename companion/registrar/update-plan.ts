import type { UpdatePlan } from '#shared/contract/registration.ts'
import { leaveOutNulls } from '#shared/oauth/leave-out-nulls.ts'
import { compareMetadata } from '#shared/oauth/metadata/compare-metadata.ts'
import { findEffect } from '#shared/oauth/metadata/effects/find-effect.ts'
import type { Driver } from '../providers/driver.ts'

/** RFC 7592 §2.2 forbids these in a PUT; the first two are secrets that are added when it is sent. */
const FORBIDDEN = new Set([
  'client_secret',
  'client_id',
  'registration_access_token',
  'registration_client_uri',
  'client_secret_expires_at',
  'client_id_issued_at',
])

const KEPT = 'The provider keeps what an update leaves out: this stays as it is.'

/**
 * The effect of a PUT with this metadata. A PUT replaces all metadata: a member that it omits, or sends as null,
 * is deleted or becomes the provider's default, unless the provider keeps it.
 *
 * @see [RFC 7592 §2.2](https://www.rfc-editor.org/rfc/rfc7592.html#section-2.2)
 */
export function planUpdate(
  granted: Readonly<Record<string, unknown>>,
  wanted: Readonly<Record<string, unknown>>,
  { management, takesOnUpdate = () => true }: Pick<Driver, 'management' | 'takesOnUpdate'>,
): UpdatePlan {
  const isLeftOut = ([name, value]: [string, unknown]): boolean =>
    FORBIDDEN.has(name) || isMasked(value) || !takesOnUpdate(name)
  const wished = Object.entries(leaveOutNulls(wanted))
  const sent = Object.fromEntries(wished.filter((member) => !isLeftOut(member)))
  const before = Object.keys(granted).filter((name) => !FORBIDDEN.has(name) && takesOnUpdate(name))
  const isSame = (name: string): boolean =>
    JSON.stringify(granted[name]) === JSON.stringify(sent[name])
  const dropped = before.filter((name) => sent[name] === undefined)
  const isKept = (name: string): boolean =>
    management.keepsOmittedOnUpdate === true && dropped.includes(name)
  return {
    sent,
    added: Object.keys(sent).filter((name) => !before.includes(name)),
    changed: Object.keys(sent).filter((name) => before.includes(name) && !isSame(name)),
    dropped: dropped.filter((name) => !isKept(name)),
    effects: Object.fromEntries(
      before
        .concat(Object.keys(sent))
        .filter((name) => !isSame(name))
        .flatMap((name) => {
          if (isKept(name)) return [[name, KEPT]]
          const effect = findLoss(name, granted, sent)
          return effect === undefined ? [] : [[name, effect]]
        }),
    ),
    left_out: wished.filter(isLeftOut).map(([name]) => name),
  }
}

/** What breaks when the granted value becomes the sent one, or the default. */
function findLoss(
  name: string,
  granted: Readonly<Record<string, unknown>>,
  sent: Readonly<Record<string, unknown>>,
): string | undefined {
  const [member] = compareMetadata({ [name]: granted[name] }, { [name]: sent[name] })
  if (member?.state === 'unsaid')
    return findEffect({ name, asked: granted[name], granted: undefined })
  return member?.effect
}

/** A secret of the provider's answer is kept as a mask, such as a software statement. */
function isMasked(value: unknown): boolean {
  return JSON.stringify([value]).includes('••••')
}

import { type Refusal, refuse } from '../outcome/refusal.ts'
import { TYK } from '../outcome/tyk-answers.ts'

/** Which callers an API takes, by address. */
export interface AddressRules {
  /** `undefined`: every address. */
  allowed: readonly string[] | undefined
  blocked: readonly string[]
}

/**
 * Reads both lists. A list counts where it is switched on, and where addresses are not switched off
 * as a whole: OAS definitions know that switch alone.
 */
export function readAddressRules(definition: Record<string, unknown>): AddressRules {
  const isOn = definition['ip_access_control_disabled'] !== true
  const isAllowing = isOn || definition['enable_ip_whitelisting'] === true
  const isBlocking = isOn || definition['enable_ip_blacklisting'] === true
  const allowed = isAllowing ? readTexts(definition['allowed_ips']) : []
  return {
    // With Tyk, too, an empty list allows every address.
    allowed: allowed.length > 0 ? allowed : undefined,
    blocked: isBlocking ? readTexts(definition['blacklisted_ips']) : [],
  }
}

function readTexts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : []
}

/**
 * Compares the address of the caller's socket, never a header: the caller could write
 * any address there.
 *
 * @param isInRange - Whether an address is the given one, or in the given network.
 * @see [Tyk: IP access control](https://tyk.io/docs/tyk-apis/tyk-gateway-api/api-definition-objects/ip-whitelisting/)
 */
export function findAddressProblem(
  { allowed, blocked }: AddressRules,
  peer: string,
  isInRange: (address: string, range: string) => boolean,
): Refusal | undefined {
  if (allowed === undefined && blocked.length === 0) return undefined
  const address = peer.replace(/^::ffff:(?=\d+\.)/, '')
  const isTaken =
    (allowed === undefined || allowed.some((range) => isInRange(address, range))) &&
    !blocked.some((range) => isInRange(address, range))
  if (isTaken) return undefined
  return refuse('endpoint', TYK.addressDisallowed, {
    code: 'ADDRESS_REFUSED',
    facts: { address },
    evidence: [
      { label: 'caller', value: address },
      { label: 'allowed', value: allowed?.join(', ') ?? { code: 'ALL' } },
      { label: 'blocked', value: blocked.join(', ') || { code: 'NONE' } },
    ],
  })
}

import { maskSecret } from '#shared/secrets/mask.ts'
import { maskToken } from '../../secrets/mask-token.ts'
import type { Outlined, Readable } from '../../store/records.ts'
import type {
  RegistrationOutline,
  RegistrationRecord,
  RunRecord,
  TokenOutline,
  TokenRecord,
} from '../../store/schema.ts'
import type { ReplaySecrets } from '../replay-secrets.ts'
import { referTo } from '../secret-references.ts'

export interface KnownSecretsDeps {
  tokens: Pick<Outlined<TokenRecord, TokenOutline>, 'outlines'>
  registrations: Pick<Outlined<RegistrationRecord, RegistrationOutline>, 'outlines'>
  runs: Pick<Readable<RunRecord>, 'list'>
  secrets: Pick<ReplaySecrets, 'list' | 'open'>
}

/** A secret that is kept, as a recorded text shows it, and what refers to it. */
export interface KnownSecret {
  shown: string
  name: string
}

/** A mask without the last characters of its secret could be that of any short secret. */
const IDENTIFYING = /••••.{4}$/

/**
 * The kept secrets whose masks a recorded text holds. Only these are opened. A mask that fits two different
 * secrets is left out, since either could be meant.
 */
export function findKnownSecrets(deps: KnownSecretsDeps, text: string): KnownSecret[] {
  const candidates = new Map<string, { secret: string; name: string }[]>()
  for (const { mask, name } of listMasks(deps)) {
    if (!IDENTIFYING.test(mask) || !text.includes(mask)) continue
    const secret = deps.secrets.open(name)
    const shown = maskToken(secret)
    candidates.set(shown, [...(candidates.get(shown) ?? []), { secret, name }])
  }
  return [...candidates].flatMap(([shown, [first, ...others]]): KnownSecret[] => {
    const isOne = others.every(({ secret }) => secret === first?.secret)
    return first && isOne && text.includes(shown) ? [{ shown, name: first.name }] : []
  })
}

/** Every secret with the end of its mask, which recorded texts show too, and its name. */
function listMasks({ tokens, registrations, runs, secrets }: KnownSecretsDeps): {
  mask: string
  name: string
}[] {
  return [
    ...tokens.outlines().map(({ id, access_token_mask = '' }) => ({
      mask: access_token_mask,
      name: `token/${id}/access_token`,
    })),
    ...registrations.outlines().map(({ id, client_secret_mask = '' }) => ({
      mask: client_secret_mask,
      name: `registration/${id}/client_secret`,
    })),
    ...runs.list().flatMap(({ id, products }) =>
      products.api_token === undefined
        ? []
        : [
            {
              mask: maskSecret(secrets.open(`run/${id}/api_token`)),
              name: `run/${id}/api_token`,
            },
          ],
    ),
    ...secrets.list(),
  ]
}

/** A recorded text with references in the place of the masks of known secrets. */
export function referToKnown(deps: KnownSecretsDeps, text: string): string {
  if (!text.includes('••••')) return text
  return findKnownSecrets(deps, text).reduce(
    (changed, { shown, name }) => changed.replaceAll(shown, () => referTo(name)),
    text,
  )
}

/** Whether a mask is left for which no kept secret was found. */
export function isMasked(text: string): boolean {
  return text.includes('••••')
}

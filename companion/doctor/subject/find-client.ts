import type { Exchange } from '#shared/contract/exchange.ts'
import type { Registration } from '#shared/contract/registration.ts'
import type { Verdict } from '#shared/contract/verdict.ts'
import type { PlaceDeps } from './find-place.ts'

type Deps = Pick<PlaceDeps, 'registrar' | 'tokens'>

/** The client that a call to a provider names: in its address, its credentials, its form, or its answer. */
export function findNamed({ registrar }: Deps, exchange: Exchange): Registration | undefined {
  const { request, response } = exchange
  const texts = [request.url, request.body?.text ?? '', response?.body?.text ?? '']
  const [named] = registrar.filter(
    ({ client_id }) =>
      client_id !== undefined &&
      client_id !== '' &&
      [client_id, encodeURIComponent(client_id)].some((id) =>
        texts.some((text) => namesWhole(text, id)),
      ),
  )
  return named ?? findRefused({ registrar }, exchange)
}

/** A client that was never registered has no id, and is known by where and under what name it asked. */
function findRefused(
  { registrar }: Pick<Deps, 'registrar'>,
  { request }: Exchange,
): Registration | undefined {
  const name = readName(request.body?.text ?? '')
  if (request.method !== 'POST' || name === undefined) return undefined
  const [refused] = registrar.filter(
    (one) => one.client_name === name && one.registration_endpoint === request.url,
  )
  return refused
}

function readName(text: string): string | undefined {
  try {
    const { client_name } = JSON.parse(text) as { client_name?: unknown }
    return typeof client_name === 'string' ? client_name : undefined
  } catch {
    return undefined
  }
}

/** An id within a longer one is another id. */
function namesWhole(text: string, id: string): boolean {
  for (let at = text.indexOf(id); at >= 0; at = text.indexOf(id, at + 1))
    if (!isInName(text[at - 1]) && !isInName(text[at + id.length])) return true
  return false
}

function isInName(character: string | undefined): boolean {
  return character !== undefined && /[\w-]/.test(character)
}

/** The client whose token a call at the gateway carried: by the mask of a kept token, or by what the token says. */
export function findCaller(
  { registrar, tokens }: Deps,
  { exchange, verdict }: { exchange: Exchange | undefined; verdict: Verdict },
): Registration | undefined {
  const sent = exchange?.request.headers.find(([name]) => name.toLowerCase() === 'authorization')
  const mask = sent?.[1].split(' ').at(-1)
  const token =
    mask === undefined || mask === ''
      ? undefined
      : tokens.list().findLast(({ access_token_mask }) => access_token_mask === mask)
  const kept = token?.registration === undefined ? undefined : registrar.get(token.registration)
  if (kept) return kept
  const said = new Set(verdict.checks.flatMap(({ evidence }) => evidence.map(({ value }) => value)))
  const [named] = registrar.filter(
    ({ client_id }) => client_id !== undefined && client_id !== '' && said.has(client_id),
  )
  return named
}

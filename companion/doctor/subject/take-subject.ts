import type { Registration } from '#shared/contract/registration.ts'
import type { Evidence } from '../evidence.ts'
import { describeSeen, type WalkTools } from '../walk-tools.ts'
import type { Subject } from './find-subject.ts'

/** What the ledger knows of the client that is examined as it is. */
export function describeOwn({ own }: Subject): Pick<Evidence, 'own'> {
  if (!own) return {}
  const { client_name: name, client_id: clientId = '', state } = own
  return { own: { name, clientId, isDeleted: state === 'deleted' } }
}

/** What failed where the examination began. */
export function describeFailed({ about }: Subject): Pick<Evidence, 'failed'> {
  const { failure } = about ?? {}
  return failure ? { failed: failure } : {}
}

/** The client as the ledger has it, in place of a registration. */
export function takeOwn({ evidence }: WalkTools, own: Registration): void {
  const { asked, granted = {}, registration_endpoint: url, client_secret } = own
  evidence.registration = {
    seen: {
      url,
      status: 201,
      text: JSON.stringify(granted),
      contentType: 'application/json',
      error: undefined,
      description: undefined,
    },
    scheme: '',
    hadToken: false,
    asked,
    granted,
    hasSecret: client_secret !== undefined,
  }
}

/** The recorded refusal, in place of another registration. */
export function takeRefusal(
  { evidence }: WalkTools,
  { registration, exchange }: NonNullable<Subject['refusal']>,
): void {
  const { request, response } = exchange
  const sent = request.headers.find(([name]) => name.toLowerCase() === 'authorization')
  const [scheme = ''] = sent?.[1].split(' ') ?? []
  evidence.registration = {
    seen: describeSeen(request.url, {
      status: response?.status ?? 0,
      headers: response?.headers ?? [],
      text: response?.body?.text ?? '',
    }),
    scheme,
    hadToken: sent !== undefined,
    asked: registration.asked,
    hasSecret: false,
  }
}

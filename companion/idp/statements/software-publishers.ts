import {
  createLocalJWKSet,
  decodeJwt,
  errors,
  importJWK,
  type JSONWebKeySet,
  jwtVerify,
  SignJWT,
} from 'jose'
import type { SoftwarePublisher } from '#shared/contract/endpoints/condition-endpoints.ts'
import type { Vault } from '../../secrets/vault.ts'
import type { IdpRecords } from '../../store/idp-tables.ts'
import { type KeyRing, openKeyRing } from '../engine/key-ring.ts'

/** Who signs the lab's own software statements. */
export const LAB_PUBLISHER = 'https://publisher.dcr-lab.test'

type Members = Record<string, unknown>

/** A statement that cannot be used, in the words of the standard. */
export class StatementRefusal extends Error {
  override readonly name = 'StatementRefusal'
  readonly error: 'invalid_software_statement' | 'unapproved_software_statement'

  /** @see [RFC 7591 §3.2.2](https://www.rfc-editor.org/rfc/rfc7591.html#section-3.2.2) */
  constructor(error: StatementRefusal['error'], description: string) {
    super(description)
    this.error = error
  }
}

/** Whose software statements the embedded identity provider takes. */
export interface SoftwarePublishers {
  /** Those beside the lab's own. */
  list(): readonly SoftwarePublisher[]
  trust(publishers: readonly SoftwarePublisher[]): Promise<void>
  /** A statement of the lab's own publisher. */
  sign(claims: Members): Promise<string>
  /**
   * The metadata with what its statement says: a signed claim goes before a plain member. Metadata
   * without a statement comes back as it is.
   *
   * @throws StatementRefusal
   *
   * @see [RFC 7591 §2.3](https://www.rfc-editor.org/rfc/rfc7591.html#section-2.3)
   */
  apply(metadata: Members): Promise<Members>
}

export interface SoftwarePublishersDeps {
  records: Pick<IdpRecords, 'keys' | 'publishers'>
  vault: Vault
  /** Milliseconds since the epoch. */
  now: () => number
}

/** A shared secret proves nothing to a third party, and "none" nothing to anybody. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'EdDSA']

/** About the statement itself, and so no metadata of the client. */
const OWN_CLAIMS = new Set(['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti'])

export function createSoftwarePublishers(deps: SoftwarePublishersDeps): SoftwarePublishers {
  const { records, vault, now } = deps
  let opened: Promise<KeyRing> | undefined
  const openRing = (): Promise<KeyRing> =>
    (opened ??= openKeyRing({ records: records.keys, vault, dialect: 'software-publisher', now }))

  async function findKeys(issuer: string): Promise<JSONWebKeySet | undefined> {
    if (issuer !== LAB_PUBLISHER) return records.publishers.get(issuer)?.jwks
    return { keys: (await openRing()).published().map(({ publicJwk }) => publicJwk) }
  }

  return {
    list: () => records.publishers.list(),
    async trust(publishers) {
      const issuers = new Set(publishers.map(({ issuer }) => issuer))
      await records.publishers.transact((rows) => {
        for (const { issuer } of rows.list()) if (!issuers.has(issuer)) rows.delete(issuer)
        for (const publisher of publishers) rows.put(publisher.issuer, publisher)
      })
    },
    async sign(claims) {
      const [key] = (await openRing()).published()
      if (!key) throw new RangeError('The publisher has no key')
      return new SignJWT(claims)
        .setProtectedHeader({ alg: 'RS256', kid: key.kid })
        .setIssuer(LAB_PUBLISHER)
        .setIssuedAt(new Date(now()))
        .sign(await importJWK(key.privateJwk, 'RS256'))
    },
    async apply(metadata) {
      const statement = metadata['software_statement']
      if (statement === undefined || statement === null) return metadata
      if (typeof statement !== 'string') throw invalid('software_statement must be a string')
      const keys = await findKeys(readIssuer(statement))
      if (!keys)
        throw new StatementRefusal(
          'unapproved_software_statement',
          'The issuer of the software statement is not approved by this authorization server',
        )
      const claims = await verify(statement, keys, now())
      const stated = Object.entries(claims).filter(([name]) => !OWN_CLAIMS.has(name))
      return { ...metadata, ...Object.fromEntries(stated) }
    },
  }
}

function invalid(description: string): StatementRefusal {
  return new StatementRefusal('invalid_software_statement', description)
}

function readIssuer(statement: string): string {
  try {
    const { iss } = decodeJwt(statement)
    if (typeof iss === 'string') return iss
  } catch {
    throw invalid('The software statement is not a JWT')
  }
  throw invalid('The software statement names no issuer')
}

async function verify(statement: string, keys: JSONWebKeySet, nowMs: number): Promise<Members> {
  try {
    const { payload } = await jwtVerify(statement, createLocalJWKSet(keys), {
      algorithms: ALGORITHMS,
      currentDate: new Date(nowMs),
    })
    return payload
  } catch (thrown) {
    if (!(thrown instanceof errors.JOSEError)) throw thrown
    throw invalid(
      thrown instanceof errors.JWTExpired
        ? 'The software statement has expired'
        : 'The signature of the software statement cannot be verified',
    )
  }
}

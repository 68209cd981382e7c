import { calculateJwkThumbprint, exportJWK, type JWK } from 'jose'
import { DEFAULT_DIALECT } from '#shared/idp/dialects.ts'
import type { Vault } from '../../secrets/vault.ts'
import type { Table } from '../../store/table.ts'
import type { IdpKey } from '../../store/idp-records.ts'
import { takeKeyPair } from './spare-key.ts'

export interface SigningKey {
  kid: string
  /** With `kid`, `alg` and `use`, as Okta publishes it. */
  publicJwk: JWK
  privateJwk: JWK
}

/** The keys of one issuer: RSA 2048 for RS256, made on first use, and kept. */
export interface KeyRing {
  /** The newest first: it signs. The others are published for tokens that are still about. */
  published(): readonly SigningKey[]
  /** Makes a new key; the old ones are published for `overlapSeconds` more. */
  rotate(overlapSeconds: number): Promise<void>
}

export interface KeyRingDeps {
  records: Table<IdpKey>
  vault: Vault
  /** Whose keys these are. */
  dialect: string
  /** Milliseconds since the epoch. */
  now: () => number
}

/** @throws AppError `SECRET_UNAVAILABLE` when a key cannot be opened. */
export async function openKeyRing(deps: KeyRingDeps): Promise<KeyRing> {
  const { records, vault, dialect, now } = deps
  const isOwn = (key: IdpKey): boolean => (key.dialect ?? DEFAULT_DIALECT) === dialect
  const list = (): IdpKey[] => records.list().filter(isOwn)
  const opened = new Map<string, SigningKey>()
  const open = (key: IdpKey): SigningKey => {
    const known = opened.get(key.kid) ?? openKey(key, vault)
    opened.set(key.kid, known)
    return known
  }
  if (list().length === 0) {
    const key = await makeKey(deps)
    // Another opening of the same ring may have made its first key meanwhile.
    await records.transact((rows) => {
      if (!rows.list().some(isOwn)) rows.put(key.kid, key)
    })
  }
  return {
    published: () =>
      list()
        .filter(({ retires_at }) => retires_at === undefined || Date.parse(retires_at) > now())
        .map(open)
        .reverse(),
    async rotate(overlapSeconds) {
      const retires_at = new Date(now() + overlapSeconds * 1000).toISOString()
      const fresh = await makeKey(deps)
      await records.transact((rows) => {
        for (const key of rows.list())
          if (isOwn(key) && key.retires_at === undefined) rows.put(key.kid, { ...key, retires_at })
        rows.put(fresh.kid, fresh)
      })
    },
  }
}

function openKey(key: IdpKey, vault: Vault): SigningKey {
  const attributes = { kid: key.kid, alg: 'RS256', use: 'sig' }
  const sealed = vault.open(key.private_jwk, keyPlace(key.kid))
  return {
    kid: key.kid,
    publicJwk: { ...key.public_jwk, ...attributes },
    privateJwk: { ...(JSON.parse(sealed) as JWK), ...attributes },
  }
}

async function makeKey({ vault, dialect, now }: KeyRingDeps): Promise<IdpKey> {
  const { publicKey, privateKey } = await takeKeyPair()
  const public_jwk = (await exportJWK(publicKey)) as IdpKey['public_jwk']
  const kid = await calculateJwkThumbprint(public_jwk)
  return {
    kid,
    dialect,
    public_jwk,
    private_jwk: vault.seal(JSON.stringify(await exportJWK(privateKey)), keyPlace(kid)),
    created_at: new Date(now()).toISOString(),
  }
}

function keyPlace(kid: string): { collection: string; id: string; field: string } {
  return { collection: 'idp_keys', id: kid, field: 'private_jwk' }
}

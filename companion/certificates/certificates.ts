import type {
  CertificateInput,
  ProviderCertificates,
} from '#shared/contract/endpoints/certificate-endpoints.ts'
import { certificatePlace } from '../secrets/secret-places.ts'
import type { Vault } from '../secrets/vault.ts'
import type { ProviderCertificatesRecord } from '../store/schema.ts'
import type { Table } from '../store/table.ts'
import { assertUsable, describeCertificate, readCertificates } from './read-certificates.ts'

/** What a TLS connection trusts and shows, as Node's `tls.connect` takes it. */
export interface TlsIdentity {
  /** Trusted in place of the usual authorities. */
  ca?: string[] | undefined
  cert?: string | undefined
  key?: string | undefined
}

/** What the companion trusts and shows at providers, by origin. Private keys are sealed like secrets. */
export interface Certificates {
  list(): ProviderCertificates[]
  /** @throws AppError `INPUT_INVALID` for what TLS would not take. */
  put(origin: string, input: CertificateInput): Promise<ProviderCertificates>
  /** @throws AppError `RECORD_NOT_FOUND`. */
  remove(origin: string): Promise<void>
  /** For a connection to this origin; `undefined` where nothing was set. */
  find(origin: string): TlsIdentity | undefined
}

export interface CertificatesDeps {
  table: Table<ProviderCertificatesRecord>
  vault: Vault
  /** The authorities that are trusted everywhere, PEM. */
  usual: readonly string[]
}

export function createCertificates({ table, vault, usual }: CertificatesDeps): Certificates {
  return {
    list: () => table.list().map(present),
    async put(origin, input) {
      assertUsable(input)
      const { ca, certificate, private_key } = input
      const record: ProviderCertificatesRecord = {
        id: origin,
        ...(ca !== undefined && { ca }),
        ...(certificate !== undefined && { certificate }),
        ...(private_key !== undefined && {
          private_key: vault.seal(private_key, certificatePlace(origin)),
        }),
      }
      await table.transact((rows) => rows.put(origin, record))
      return present(record)
    },
    remove: (origin) =>
      table.transact((rows) => {
        rows.require(origin)
        rows.delete(origin)
      }),
    find(origin) {
      const record = table.get(origin)
      if (!record) return undefined
      const { ca, certificate, private_key } = record
      return {
        ...(ca !== undefined && { ca: [...usual, ca] }),
        ...(certificate !== undefined && { cert: certificate }),
        ...(private_key !== undefined && {
          key: vault.open(private_key, certificatePlace(origin)),
        }),
      }
    },
  }
}

function present({ id, ca = '', certificate }: ProviderCertificatesRecord): ProviderCertificates {
  const [own] = certificate === undefined ? [] : readCertificates(certificate)
  return {
    origin: id,
    authorities: readCertificates(ca).map(describeCertificate),
    ...(own && { client: describeCertificate(own) }),
  }
}

import { createHash, createPrivateKey, X509Certificate } from 'node:crypto'
import type {
  CertificateFacts,
  CertificateInput,
} from '#shared/contract/endpoints/certificate-endpoints.ts'
import { AppError } from '#shared/errors/app-error.ts'

const ONE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g

/** @returns Each certificate of a PEM text. @throws What `X509Certificate` throws for a damaged one. */
export function readCertificates(pem: string): X509Certificate[] {
  return (pem.match(ONE) ?? []).map((text) => new X509Certificate(text))
}

/** @see [RFC 8705 §3.1](https://www.rfc-editor.org/rfc/rfc8705.html#section-3.1) */
export function describeCertificate(certificate: X509Certificate): CertificateFacts {
  return {
    subject: certificate.subject.replaceAll('\n', ', '),
    issuer: certificate.issuer.replaceAll('\n', ', '),
    valid_from: new Date(certificate.validFrom).toISOString(),
    valid_to: new Date(certificate.validTo).toISOString(),
    'x5t#S256': createHash('sha256').update(certificate.raw).digest('base64url'),
  }
}

/**
 * Holds what was given against what TLS takes: a connection would tell it much later and in other words.
 *
 * @throws AppError `INPUT_INVALID`.
 */
export function assertUsable({ ca, certificate, private_key }: CertificateInput): void {
  if (ca !== undefined) assertCertificates('ca', ca)
  if (certificate === undefined || private_key === undefined) return
  const [own] = assertCertificates('certificate', certificate)
  const key = tryTo(() => createPrivateKey(private_key))
  if (!key) refuse('private_key', 'This is no private key in PEM, or it has a passphrase.')
  if (!own?.checkPrivateKey(key))
    refuse('private_key', 'This key is not the one of the client certificate.')
}

function assertCertificates(field: string, pem: string): X509Certificate[] {
  const certificates = tryTo(() => readCertificates(pem)) ?? []
  if (certificates.length === 0) refuse(field, 'This is no certificate in PEM.')
  return certificates
}

function tryTo<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}

function refuse(field: string, message: string): never {
  throw new AppError('INPUT_INVALID', {
    detail: message,
    hint: 'PEM starts with -----BEGIN; openssl x509 and openssl pkey write it.',
    issues: [{ field, rule: 'pem', message }],
  })
}

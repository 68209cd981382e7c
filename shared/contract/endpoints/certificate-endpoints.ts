import * as z from '../../zod.ts'
import { defineEndpoint } from '../define-endpoint.ts'

const PEM_CHARACTERS = 256 * 1024

/** Scheme, host and port of a provider that is reached over TLS. */
const Origin = z
  .string()
  .max(300)
  .refine((value) => URL.canParse(value) && new URL(value).origin === value, {
    message: 'Give scheme, host and port alone, such as https://idp.example:8443.',
  })
  .refine((value) => value.startsWith('https://'), { message: 'Certificates are for https.' })

const Pem = z.string().max(PEM_CHARACTERS, 'At most 256 KiB.')

/** What a certificate says of itself. */
export const CertificateFacts = z
  .strictObject({
    subject: z.string(),
    issuer: z.string(),
    valid_from: z.iso.datetime(),
    valid_to: z.iso.datetime(),
    'x5t#S256': z
      .string()
      .describe('The thumbprint as tokens that are bound to it carry it (RFC 8705 §3.1)'),
  })
  .meta({ id: 'CertificateFacts' })

/** What the companion trusts and shows at one provider. The private key is never answered. */
export const ProviderCertificates = z
  .strictObject({
    origin: z.string(),
    authorities: z.array(CertificateFacts).describe('Trusted beside the usual ones'),
    client: CertificateFacts.optional().describe('Shown to a provider that asks for one'),
  })
  .meta({ id: 'ProviderCertificates' })

export const CertificateInput = z
  .strictObject({
    ca: Pem.optional().describe('Certificates of authorities, PEM, one after the other'),
    certificate: Pem.optional().describe('The client certificate with its chain, PEM'),
    private_key: Pem.optional().describe('Of the client certificate, PEM, without a passphrase'),
  })
  .refine((input) => (input.certificate === undefined) === (input.private_key === undefined), {
    message: 'A client certificate and its private key go together.',
    path: ['private_key'],
  })
  .refine((input) => input.ca !== undefined || input.certificate !== undefined, {
    message: 'Give a CA certificate, a client certificate with its key, or both.',
    path: ['ca'],
  })

const params = z.strictObject({ origin: Origin })

export const certificateEndpoints = {
  listProviderCertificates: defineEndpoint({
    id: 'listProviderCertificates',
    method: 'get',
    path: '/api/provider-certificates',
    summary: 'The certificates that are trusted and shown at providers',
    reply: z.array(ProviderCertificates),
  }),
  putProviderCertificates: defineEndpoint({
    id: 'putProviderCertificates',
    method: 'put',
    path: '/api/provider-certificates/:origin',
    summary:
      'Sets what is trusted and shown at one provider: at its registration, metadata, key set and token endpoint',
    params,
    body: CertificateInput,
    reply: ProviderCertificates,
  }),
  deleteProviderCertificates: defineEndpoint({
    id: 'deleteProviderCertificates',
    method: 'delete',
    path: '/api/provider-certificates/:origin',
    summary: 'Forgets what was trusted and shown at one provider',
    status: 204,
    params,
    reply: z.undefined(),
  }),
}

export type CertificateFacts = z.infer<typeof CertificateFacts>
export type CertificateInput = z.infer<typeof CertificateInput>
export type ProviderCertificates = z.infer<typeof ProviderCertificates>

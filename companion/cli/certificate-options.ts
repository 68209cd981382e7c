import { Option } from 'commander'
import { readFile } from 'node:fs/promises'
import type { ApiClient } from '#shared/contract/api-client.ts'
import { AppError } from '#shared/errors/app-error.ts'
import { lacks } from './options.ts'

/** What a command line says about TLS at a provider: paths of PEM files. */
export interface CertificateValues {
  ca?: string
  cert?: string
  key?: string
}

export const certificateOptions = (): Option[] => [
  new Option('--ca <file>', 'trust the authorities in this PEM file at the provider'),
  new Option('--cert <file>', 'show this client certificate (PEM) to the provider'),
  new Option('--key <file>', 'the private key of --cert, PEM; it is kept sealed, like a secret'),
]

/**
 * Tells the companion what to trust and show at a provider, before it is called.
 *
 * @param host - The provider's address.
 * @throws AppError `OPTION_INVALID`, `INPUT_INVALID`.
 */
export async function giveCertificates(
  client: ApiClient,
  host: string | undefined,
  { ca, cert, key }: CertificateValues,
): Promise<void> {
  if (ca === undefined && cert === undefined && key === undefined) return
  if (host === undefined || !URL.canParse(host))
    throw lacks('--ca or --cert', 'the address of a provider')
  if (cert === undefined && key !== undefined) throw lacks('--key', '--cert')
  if (cert !== undefined && key === undefined) throw lacks('--cert', '--key')
  await client.putProviderCertificates({
    params: { origin: new URL(host).origin },
    body: {
      ...(ca !== undefined && { ca: await read('--ca', ca) }),
      ...(cert !== undefined && { certificate: await read('--cert', cert) }),
      ...(key !== undefined && { private_key: await read('--key', key) }),
    },
  })
}

async function read(option: string, path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw new AppError('OPTION_INVALID', {
      detail: `The file of ${option}, ${path}, could not be read (${(cause as NodeJS.ErrnoException).code ?? 'unknown'}).`,
      hint: 'Give the path of a PEM file that this user may read.',
      cause,
    })
  }
}

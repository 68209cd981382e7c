import { toBase64Url } from './base64url.ts'
import { deriveBytes } from './derive-bytes.ts'

/** Who calls in a session: a pairing, or a program that was given the token of the process. */
export interface Identity {
  /** Known to everyone who sees a request. */
  pairing: string
  /** Known to the two sides only, base64url. */
  key: string
}

/** How a program on this machine proves and is proved to without sending its token. */
export async function deriveProgramIdentity(token: string): Promise<Identity> {
  const derive = async (label: string): Promise<string> =>
    toBase64Url(
      await deriveBytes({
        secret: new TextEncoder().encode(token),
        salt: '',
        label: `dcr-lab program|${label}`,
      }),
    )
  return { pairing: await derive('name'), key: await derive('key') }
}

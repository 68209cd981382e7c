import { createPublicKey, generateKeyPairSync, randomUUID, sign } from 'node:crypto'

/** A key and as many RS256 tokens of it as a run needs. */
export function createIssuer() {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'bench', alg: 'RS256', use: 'sig' }
  const header = encode({ alg: 'RS256', kid: 'bench' })
  return {
    jwks: JSON.stringify({ keys: [jwk] }),
    publicPem: createPublicKey({ key: jwk, format: 'jwk' }).export({ format: 'pem', type: 'spki' }),
    /** @param {string} subject */
    issue(subject) {
      const now = Math.floor(Date.now() / 1000)
      const payload = encode({
        iss: 'http://idp.test',
        sub: subject,
        aud: 'api://default',
        iat: now,
        exp: now + 7200,
        jti: randomUUID(),
        scp: ['tyk'],
      })
      const input = `${header}.${payload}`
      return `${input}.${sign('sha256', Buffer.from(input), privateKey).toString('base64url')}`
    },
  }
}

function encode(value) {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

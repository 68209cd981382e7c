/** The ways in which an answer may write a secret. */
export const ENCODINGS: Readonly<Record<string, (secret: string) => string>> = {
  plain: (secret) => secret,
  'an address': (secret) => encodeURIComponent(secret),
  'an address in small hex': (secret) =>
    encodeURIComponent(secret).replace(/%../g, (escape) => escape.toLowerCase()),
  'a form': (secret) => new URLSearchParams([['', secret]]).toString().slice(1),
  base64: (secret) => Buffer.from(`id:${secret}`).toString('base64'),
  base64url: (secret) => Buffer.from(`i:${secret}`).toString('base64url'),
  hexadecimal: (secret) => Buffer.from(secret).toString('hex'),
  'capital hexadecimal': (secret) => Buffer.from(secret).toString('hex').toUpperCase(),
  JSON: (secret) => JSON.stringify(secret).slice(1, -1).replaceAll('/', '\\/'),
  'JSON with every character escaped': (secret) =>
    [...Array(secret.length).keys()]
      .map((at) => `\\u${secret.charCodeAt(at).toString(16).padStart(4, '0')}`)
      .join(''),
  HTML: (secret) =>
    secret.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`).replaceAll('/', '&#x2F;'),
}

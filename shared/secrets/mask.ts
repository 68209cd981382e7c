/** A secret as it may be shown: dots and the last four characters; short ones show nothing. */
export function maskSecret(secret: string): string {
  return secret.length >= 12 ? `••••${secret.slice(-4)}` : '••••'
}

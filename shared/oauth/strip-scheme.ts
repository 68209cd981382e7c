/** A token as it was pasted, without the scheme that a header would put before it. */
export function stripScheme(pasted: string): string {
  return pasted.trim().replace(/^(?:authorization:\s*)?(?:SSWS|Bearer)\s+/i, '')
}

export async function writeClipboard(text: string): Promise<void> {
  await navigator.clipboard.writeText(text)
}

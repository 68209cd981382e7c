/** Hands a text to the browser's downloads. A download of the page's own data needs no permission. */
export function saveFile(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The download has begun by then; before it the browser would find nothing at the address.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

const LABEL = /client[\s_-]*secret|access[\s_-]*token|refresh[\s_-]*token|id[\s_-]*token/i
const LONGEST = 200_000

/**
 * The part of a page in which credentials stand: a JSON document as it is, else labels with their values,
 * a line each. Nothing when no label names a credential.
 */
export function readPage(page: Document): string | undefined {
  const text = page.contentType.includes('json')
    ? page.body.textContent
    : readLabelled(page).join('\n')
  return LABEL.test(text) && text.length <= LONGEST ? text : undefined
}

function readLabelled(page: Document): string[] {
  const pairs = [
    ...[...page.querySelectorAll('dt')].map((label) => [label, label.nextElementSibling]),
    ...[...page.querySelectorAll('tr')].map((row) => [row.cells[0], row.cells[1]]),
    ...[...page.querySelectorAll('label')].map((label) => [label, label.control]),
  ]
  return pairs.flatMap(([label, value]) => {
    const line = `${readText(label)}: ${readText(value)}`
    return /^.{2,60}: \S+$/.test(line) ? [line] : []
  })
}

/** Of a list with buttons beside its values, the value alone. */
function readText(element: Element | null | undefined): string {
  const part = element?.querySelector('code, kbd, samp, input') ?? element
  const isField = part instanceof HTMLInputElement || part instanceof HTMLTextAreaElement
  return ((isField ? part.value : part?.textContent) ?? '').trim()
}

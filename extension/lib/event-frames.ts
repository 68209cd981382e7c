/** One dispatched message of an event stream. */
export interface EventFrame {
  id: string | undefined
  name: string
  data: string
}

/**
 * Splits an event stream into frames, whatever the chunks look like that the network delivers.
 *
 * @returns A function that takes the next chunk of text and returns the frames it completed.
 *
 * @see [HTML: parsing an event stream](https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream)
 */
export function createFrameParser(): (chunk: string) => EventFrame[] {
  let rest = ''
  return (chunk) => {
    const blocks = (rest + chunk).replaceAll('\r\n', '\n').split('\n\n')
    rest = blocks.pop() ?? ''
    return blocks.map(parseBlock).filter((frame) => frame !== undefined)
  }
}

function parseBlock(block: string): EventFrame | undefined {
  const frame: EventFrame = { id: undefined, name: 'message', data: '' }
  const data: string[] = []
  for (const line of block.split('\n')) {
    const colon = line.indexOf(':')
    const field = colon < 0 ? line : line.slice(0, colon)
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '')
    if (field === 'id') frame.id = value
    if (field === 'event') frame.name = value
    if (field === 'data') data.push(value)
  }
  return data.length > 0 ? { ...frame, data: data.join('\n') } : undefined
}

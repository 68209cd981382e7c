import { expect, test } from 'vitest'
import { readPage } from './read-page.ts'

function page(html: string): Document {
  return new DOMParser().parseFromString(html, 'text/html')
}

test.each([
  [
    'a list with copy buttons',
    '<dl><dt>Client ID</dt><dd><code>0oa1</code> <button>Copy</button></dd><dt>Client secret</dt><dd><code>s3cr3t</code></dd></dl>',
    'Client ID: 0oa1\nClient secret: s3cr3t',
  ],
  [
    'a table',
    '<table><tr><th>Client ID</th><td>0oa1</td></tr><tr><th>Client secret</th><td>s3cr3t</td></tr></table>',
    'Client ID: 0oa1\nClient secret: s3cr3t',
  ],
  [
    'a form',
    '<label for="i">Client ID</label><input id="i" value="0oa1"><label for="s">Client secret</label><input id="s" value="s3cr3t">',
    'Client ID: 0oa1\nClient secret: s3cr3t',
  ],
  ['a page without credentials', '<dl><dt>Name</dt><dd>Ada</dd></dl>', undefined],
  [
    'a long text',
    `<dl><dt>Client secret</dt><dd>${'words of prose '.repeat(20)}</dd></dl>`,
    undefined,
  ],
])('%s', (_case, html, wanted) => expect(readPage(page(html))).toBe(wanted))

// npm run check:words: fails for words of docs/words.md's list "Not these" in comments, texts and pages.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '..')
const FOLDERS = ['companion', 'shared', 'extension', 'docs']
const BANNED = /\b(?:nobody|somebody|whoever|lent|mend|mends|mended|fates?|deeds|reckon|skins?)\b/i

/** Places where a banned word is right: the page that lists the words. */
const ALLOWED = ['docs/words.md']

const COMMENT = /(?:^|\s)(?:\/\/|\/\*\*?|\*)\s.*/
const LITERAL = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`/g
/** A line of four words or more without code, or the text between two tags. */
const JSX_TEXT = /^\s*(?:[\p{L}\d’“”.,:;?–-]+\s+){3,}[\p{L}\d’“”.,:;?–-]+\s*$|>[^<>{}=]+</u

/** @param {string} path @param {string} line @returns {string[]} the parts of a line that a person reads */
function proseOf(path, line) {
  if (path.endsWith('.md')) return [line]
  // A literal without a space is a name or a value, not a text.
  const texts = (line.match(LITERAL) ?? []).filter((literal) => literal.includes(' '))
  const [comment] = COMMENT.exec(line) ?? []
  const [markup] = path.endsWith('.tsx') ? (JSX_TEXT.exec(line) ?? []) : []
  return [...texts, comment ?? '', markup ?? '']
}

/** @param {string} path @returns {string[]} one line of output for each banned word */
function findBannedWords(path) {
  return readFileSync(join(ROOT, path), 'utf8')
    .split('\n')
    .flatMap((line, index) => {
      const found = proseOf(path, line)
        .map((text) => BANNED.exec(text)?.[0])
        .find(Boolean)
      return found ? [`${path}:${index + 1}: "${found}"`] : []
    })
}

const skipped = ALLOWED
const findings = FOLDERS.flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true })
    .map((name) => join(folder, name))
    .filter((path) => /\.(?:ts|tsx|md)$/.test(path))
    .filter((path) => !skipped.some((prefix) => path.startsWith(prefix)))
    .flatMap(findBannedWords),
)
for (const finding of findings) console.error(finding)
if (findings.length > 0) console.error('docs/words.md has the words to use instead.')
process.exit(findings.length > 0 ? 1 : 0)

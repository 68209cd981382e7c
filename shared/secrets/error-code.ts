/** Words in one case with underscores between: `invalid_client`, `REQUEST_INVALID`. */
const WORDS = /^\s*(?:[a-z]+(?:_[a-z]+)+|[A-Z]+(?:_[A-Z]+)+)\s*$/

/**
 * Whether the value under the name `code` is the code of an error: problem documents and pages have it under
 * the name that OAuth gives to authorization codes (`"code":"REQUEST_INVALID"`, `<code>invalid_client</code>`).
 * An authorization code is random: two words of letters in one case, with an underscore between, it is not.
 *
 * @param name - Of the member, element or parameter.
 */
export function isErrorCode(name: string, value: string): boolean {
  return name.toLowerCase() === 'code' && value.length <= 64 && WORDS.test(value)
}

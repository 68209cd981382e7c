import { finding, type LintFinding } from './lint-finding.ts'

/** What is wrong with an address as a client id. It is read as it is written: a parser would tidy it up. */
export function findAddressProblems(address: string): LintFinding[] {
  if (!URL.canParse(address))
    return [finding('address', 'error', 'The client id is no address.', '3')]
  const url = new URL(address)
  const rest = address.replace(/^[a-z]+:\/\/[^/?#]*/i, '')
  const path = rest.split(/[?#]/, 1)[0] ?? ''
  const rules: [boolean, LintFinding][] = [
    [url.protocol === 'http:' && isLoopbackHost(url.hostname), HTTP_ON_LOOPBACK],
    [
      url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopbackHost(url.hostname)),
      finding('scheme', 'error', `The scheme is ${url.protocol} it has to be https:.`, '3'),
    ],
    [path === '', finding('path', 'error', 'The address has no path.', '3')],
    [
      path === '/',
      finding('path_bare', 'warning', 'A bare "/" as the path is not recommended.', '3'),
    ],
    [
      path.split('/').some((part) => /^(?:\.|%2e){1,2}$/i.test(part)),
      finding('dot_segment', 'error', 'The path has a segment of dots.', '3'),
    ],
    [address.includes('#'), finding('fragment', 'error', 'The address has a fragment.', '3')],
    [
      url.username !== '' || url.password !== '',
      finding('user_info', 'error', 'The address has a user name or a password.', '3'),
    ],
    [
      url.search !== '',
      finding('query', 'warning', 'The address has a query; it should have none.', '3'),
    ],
  ]
  return rules.flatMap(([isBroken, found]) => (isBroken ? [found] : []))
}

const HTTP_ON_LOOPBACK = finding(
  'http_loopback',
  'error',
  'http is never a client id, on loopback neither: what the draft excepts there is the address, not the scheme.',
  '8.6',
)

/** Whether a host of a URL is this machine by its name or literal. */
export function isLoopbackHost(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127(?:\.\d{1,3}){3}$/.test(hostname)
  )
}

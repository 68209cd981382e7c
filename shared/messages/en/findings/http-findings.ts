import type { Texts } from '../../facts.ts'

type Answer = Texts<'answer' | 'url'>

function tellCall({ url, answer }: Answer): string {
  return `POST ${url} answered ${answer}`
}

/** What the status of an answer says of itself, at the registration and at the token endpoint. */
export const HTTP_FINDINGS = {
  'registration-redirected': {
    title: 'The registration endpoint sends the client elsewhere',
    seen: tellCall,
    expected: '201 with the client.',
    cause:
      'The address is likely one for people, behind a sign-in, or was moved; a client does not follow with its metadata and its token.',
    fix: 'Give the address that answers without a redirect',
  },
  'registration-not-found': {
    title: 'Nothing is at the registration address',
    seen: tellCall,
    expected: '201 with the client.',
    cause: 'The address is wrong, or registration is switched off at the provider.',
    fix: 'Correct the address or switch registration on',
  },
  'registration-method-refused': {
    title: 'The registration address takes no POST',
    seen: tellCall,
    expected: '201 with the client.',
    cause:
      'The address exists and belongs to something else, or registration is not offered there.',
    fix: 'Compare the address with the metadata',
  },
  'registration-type-refused': {
    title: 'The registration address does not take JSON',
    seen: tellCall,
    expected: '201 for a POST with application/json.',
    cause: 'The address likely belongs to something else, or a proxy changes the media type.',
    fix: 'Compare the address with the metadata',
  },
  'registration-page': {
    title: 'A page for people refuses the registration',
    seen: tellCall,
    expected: 'An error document of the provider.',
    cause:
      'Something before the provider, such as a firewall or a proxy, likely answered; its page is not about the client or its token.',
    fix: 'Have the firewall or proxy let the call through',
  },
  'token-redirected': {
    title: 'The token endpoint sends the client elsewhere',
    seen: tellCall,
    expected: '200 with access_token.',
    cause:
      'The address is likely one for people, or was moved; a client does not follow with its secret.',
    fix: 'Give the address that answers without a redirect',
  },
  'token-not-found': {
    title: 'Nothing is at the token address',
    seen: tellCall,
    expected: '200 with access_token.',
    cause: 'The address in the metadata is wrong, or a proxy does not let the path through.',
    fix: 'Correct token_endpoint in the metadata',
  },
  'token-method-refused': {
    title: 'The token address takes no POST',
    seen: tellCall,
    expected: '200 with access_token.',
    cause: 'The address exists and belongs to something else.',
    fix: 'Correct token_endpoint in the metadata',
  },
  'token-type-refused': {
    title: 'The token address does not take a form',
    seen: tellCall,
    expected: '200 for a POST with application/x-www-form-urlencoded.',
    cause: 'The server wants another media type than RFC 6749 has a token request in.',
    fix: 'Have the server take forms',
  },
  'token-rate-limited': {
    title: 'The provider’s rate limit is reached at the token endpoint',
    seen: tellCall,
    expected: 'Fewer calls, or a pause.',
    cause: 'More calls were made than the provider allows in this time.',
    fix: 'Wait and examine again',
  },
  'token-page': {
    title: 'A page for people refuses the token request',
    seen: tellCall,
    expected: 'An error document of the provider.',
    cause:
      'Something before the provider, such as a firewall or a proxy, likely answered; its page is not about the client or its secret.',
    fix: 'Have the firewall or proxy let the call through',
  },
  'token-broken': {
    title: 'The token endpoint fails',
    seen: tellCall,
    expected: '200 with access_token.',
    cause: 'The provider, or a proxy before it, failed; the request may be right or wrong.',
    fix: 'Look into the provider’s log',
  },
}

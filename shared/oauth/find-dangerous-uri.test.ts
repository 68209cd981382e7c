import { expect, test } from 'vitest'
import { findDangerousUri } from './find-dangerous-uri.ts'

test.each([
  { redirect_uris: ['https://app.example/cb', 'http://127.0.0.1:9/cb', 'com.example.app:/cb'] },
  { redirect_uris: ['urn:ietf:wg:oauth:2.0:oob'], client_uri: 'https://app.example/#about' },
  { logo_uri: null, client_name: 'javascript:alert(1)' },
  { redirect_uris: ['http://app.example/cb'], token_endpoint_auth_method: 'client_secret_basic' },
  { redirect_uris: ['http://[::1]:9/cb'], token_endpoint_auth_method: 'none' },
  { client_uri: 'http://app.example/', token_endpoint_auth_method: 'none' },
])('%o is as it should be', (metadata) => expect(findDangerousUri(metadata)).toBeUndefined())

test.each([
  [{ redirect_uris: ['https://ok.example/', ' javascript:alert(1)'] }, 'redirect_uris'],
  [{ post_logout_redirect_uris: ['data:text/html,x'] }, 'post_logout_redirect_uris'],
  [{ redirect_uris: ['https://*.example/'] }, 'redirect_uris'],
  [{ redirect_uris: 'javascript:alert(1)' }, 'redirect_uris'],
  [{ redirect_uris: ['http://app.example/'], token_endpoint_auth_method: 'none' }, 'redirect_uris'],
  [{ logo_uri: 'JAVASCRIPT:alert(1)' }, 'logo_uri'],
  [{ tos_uri: '\tjava\nscript:alert(1)' }, 'tos_uri'],
])('%o is not', (metadata, field) => expect(findDangerousUri(metadata)?.field).toBe(field))

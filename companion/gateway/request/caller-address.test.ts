import { expect, test } from 'vitest'
import { findAddressProblem, readAddressRules } from './caller-address.ts'

test('where addresses are switched off, lists count that are switched on', () => {
  const lists = {
    ip_access_control_disabled: true,
    allowed_ips: ['10.0.0.1'],
    blacklisted_ips: ['10.0.0.2', 3],
  }
  expect(readAddressRules(lists)).toEqual({ allowed: undefined, blocked: [] })
  expect(readAddressRules({ ...lists, enable_ip_whitelisting: true })).toEqual({
    allowed: ['10.0.0.1'],
    blocked: [],
  })
  expect(readAddressRules({ ...lists, enable_ip_blacklisting: true })).toEqual({
    allowed: undefined,
    blocked: ['10.0.0.2', '3'],
  })
})

test('a list that is switched on and empty allows every address and blocks none', () => {
  const flags = { enable_ip_whitelisting: true, enable_ip_blacklisting: true }
  const nothing = { allowed: undefined, blocked: [] }
  expect(readAddressRules(flags)).toEqual(nothing)
  expect(readAddressRules({ ...flags, allowed_ips: [], blacklisted_ips: [] })).toEqual(nothing)
})

test('a list with entries counts without a switch', () => {
  const lists = { allowed_ips: ['10.0.0.1'], blacklisted_ips: ['10.0.0.2'] }
  const both = { allowed: ['10.0.0.1'], blocked: ['10.0.0.2'] }
  const off = { enable_ip_whitelisting: false, enable_ip_blacklisting: false }
  expect(readAddressRules(lists)).toEqual(both)
  expect(readAddressRules({ ...lists, ...off })).toEqual(both)
})

const ask = (peer: string, allowed?: readonly string[], blocked: readonly string[] = []) =>
  findAddressProblem({ allowed, blocked }, peer, (address, range) => address === range)

test.each<[string, readonly string[] | undefined, readonly string[]]>([
  ['10.0.0.1', undefined, []],
  ['10.0.0.1', ['10.0.0.9', '10.0.0.1'], []],
  ['::ffff:10.0.0.1', ['10.0.0.1'], []],
  ['10.0.0.1', undefined, ['10.0.0.2']],
  ['::ffff:a:b', ['::ffff:a:b'], []],
  ['1::ffff:10.0.0.1', ['1::ffff:10.0.0.1'], []],
])('%s is taken where %j are allowed and %j blocked', (peer, allowed, blocked) => {
  expect(ask(peer, allowed, blocked)).toBeUndefined()
})

const NONE = { code: 'NONE' }

test.each<[string, readonly string[] | undefined, readonly string[], unknown, unknown]>([
  ['10.0.0.1', [], [], '', NONE],
  ['10.0.0.1', ['10.0.0.2', '10.0.0.3'], [], '10.0.0.2, 10.0.0.3', NONE],
  ['10.0.0.1', undefined, ['10.0.0.2', '10.0.0.1'], { code: 'ALL' }, '10.0.0.2, 10.0.0.1'],
  ['::ffff:10.0.0.1', ['10.0.0.1'], ['10.0.0.1'], '10.0.0.1', '10.0.0.1'],
])('%s is refused where %j are allowed and %j blocked', (peer, allowed, blocked, ...shown) => {
  expect(ask(peer, allowed, blocked)).toMatchObject({
    refused: true,
    check: 'endpoint',
    status: 403,
    error: 'access from this IP has been disallowed',
    code: 'ADDRESS_REFUSED',
    facts: { address: '10.0.0.1' },
    evidence: [
      { label: 'caller', value: '10.0.0.1' },
      { label: 'allowed', value: shown[0] },
      { label: 'blocked', value: shown[1] },
    ],
  })
})

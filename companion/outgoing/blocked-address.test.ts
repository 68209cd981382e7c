import { expect, test } from 'vitest'
import { isBlockedAddress, isLoopbackAddress } from './blocked-address.ts'
import { assertAllowedUrl, createGuardedLookup } from './egress.ts'

/** Ways to write 169.254.169.254, and other addresses of its kind, in an address bar. */
const HOSTS = [
  '169.254.169.254',
  '169.254.169.254.',
  '169.254.43518',
  '0xa9fea9fe',
  '0XA9.0xFE.0xa9.0xfe',
  '0251.0376.0251.0376',
  '025177524776',
  '2852039166',
  '１６９.２５４.１６９.２５４',
  '169。254。169。254',
  '①⑥⑨.②⑤④.①⑥⑨.②⑤④',
  '%31%36%39.254.169.254',
  '0',
  '0.0.0.0',
  '100.100.100.200',
  '192.0.0.192',
  '168.63.129.16',
  '224.0.0.1',
  '[fe80::1]',
  '[febf::1]',
  '[ff02::1]',
  '[::]',
  '[fd00:ec2::254]',
  '[fd00:ec2::23]',
  '[fd20:ce::254]',
]

/** The same in the notations that only an IPv6 address has. */
const WRAPPED = [
  '::ffff:169.254.169.254',
  '::ffff:a9fe:a9fe',
  '0:0:0:0:0:FFFF:A9FE:A9FE',
  '::ffff:0:a9fe:a9fe',
  '::ffff:0:169.254.169.254',
  '::169.254.169.254',
  '::a9fe:a9fe',
  '64:ff9b::a9fe:a9fe',
  '64:ff9b::169.254.169.254',
  '64:ff9b:1::a9fe:a9fe',
  '64:ff9b:1:a9fe:a9:fe00::',
  '64:ff9b:1:a9:fe:a9fe::',
  '64:ff9b:1::a9:fea9:fe00:0',
  '2002:a9fe:a9fe::',
  '2002:a9fe:a9fe::1',
  '2001:0:a9fe:a9fe::1',
  '2001:0:102:304:0:0:5601:5601',
  '2001:db8::5efe:a9fe:a9fe',
  'fd00::200:5efe:169.254.169.254',
  '::ffff:100.100.100.200',
  '::ffff:0.0.0.0',
  '64:ff9b::6464:64c8',
  '2002:6464:64c8::',
]

test.each([...HOSTS, ...WRAPPED.map((address) => `[${address}]`)])(
  'http://%s/ is refused',
  (host) => {
    expect(() => assertAllowedUrl(new URL(`http://${host}/`))).toThrow(
      expect.objectContaining({ code: 'ADDRESS_REFUSED' }),
    )
  },
)

test.each(['fe80::1%eth0', 'fe80::1%25eth0', '::ffff:169.254.169.254%lo', '169.254.1.1'])(
  'the address %s is refused',
  (address) => {
    expect(isBlockedAddress(address)).toBe(true)
  },
)

test.each([
  '127.0.0.1',
  '10.0.0.1',
  '100.64.0.1',
  '192.168.1.4',
  '203.0.113.9',
  '::1',
  '::ffff:127.0.0.1',
  '::127.0.0.1',
  'fd00::1',
  '2001:db8::1',
  '2001:4860:4860::8888',
  '64:ff9b::808:808',
  '64:ff9b:1::808:808',
  '2002:808:808::1',
])('the address %s is allowed', (address) => {
  expect(isBlockedAddress(address)).toBe(false)
})

test.each([
  ['127.0.0.1', true],
  ['127.9.9.9', true],
  ['::1', true],
  ['::1%lo', true],
  ['::ffff:7f00:1', true],
  ['::ffff:127.0.0.1', true],
  ['64:ff9b::7f00:1', true],
  ['128.0.0.1', false],
  ['::2', false],
  ['2001:db8::1', false],
])('%s is this machine: %s', (address, expected) => {
  expect(isLoopbackAddress(address)).toBe(expected)
})

/** What a look-up hands over when the name resolves to these addresses. */
function lookUp(addresses: readonly string[]): Promise<unknown> {
  const lookup = createGuardedLookup((_name, _options, callback) =>
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    ),
  )
  return new Promise((resolve) =>
    lookup('name.test', { all: true }, (error, found) => resolve(error?.code ?? found)),
  )
}

test.each(['169.254.169.254', '100.100.100.200', 'fe80::1%eth0', ...WRAPPED])(
  'a name that resolves to %s is refused',
  async (address) => {
    expect(await lookUp([address])).toBe('ADDRESS_REFUSED')
  },
)

test('of several addresses of a name only those are called that are allowed', async () => {
  expect(await lookUp(['169.254.169.254', '203.0.113.9', '64:ff9b::a9fe:a9fe'])).toEqual([
    { address: '203.0.113.9', family: 4 },
  ])
})

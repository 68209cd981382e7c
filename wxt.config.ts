import preact from '@preact/preset-vite'
import { defineConfig } from 'wxt'

/** The public half of a key whose private half was thrown away: it only pins the extension id. */
const EXTENSION_KEY =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAjpGOVwh5TzfkaXuyZIn9cERDUTcchD3/ahKbEUQreH9m3MTyd+lWL5YwSq7Th0sVjH4zTL6uNBKu7QSe1A9kndcVmfaU5nqJKDrr56aBhCFDDx/NJ9zcwZTJXmUKYSIG4OVDWfi+4XRI+mqOw4LIqGFJDDcdDX8V0Y4Phbk2IIWAEJp5ugPfXjisXmgUWPA0UaX6xq1ilZOFae9u56OXp/6MbhHwK46c3Gbx7XGTigJElJpQNvNMlaSbnqBJajD9WvHTBNSQap02/wNptm2lK4+ePFMfjQSqVUjdOADTZP56SQ5lxxwvlFg2jID9iin9vYVOJXu86a4TQqBQQfEQWQIDAQAB'

const NAME = 'DCR Lab'

export default defineConfig({
  srcDir: 'extension',
  outDir: 'dist/extension',
  imports: false,
  vite: () => ({ plugins: [preact()] }),
  manifest: ({ browser }) => ({
    name: NAME,
    description:
      'Register an OAuth client dynamically, get a token, call an API through a gateway, and see why each step worked or failed.',
    permissions: browser === 'firefox' ? ['storage'] : ['storage', 'sidePanel'],
    host_permissions: ['http://127.0.0.1/*'],
    action: { default_title: 'Open DCR Lab' },
    ...(browser === 'firefox'
      ? {
          browser_specific_settings: {
            gecko: {
              id: 'dcr-lab@dcr-lab.example',
              strict_min_version: '140.0',
              data_collection_permissions: { required: ['none'] },
            },
          },
        }
      : { key: EXTENSION_KEY, minimum_chrome_version: '120' }),
    content_security_policy: {
      extension_pages:
        "script-src 'self'; object-src 'self'; connect-src 'self' http://127.0.0.1:*; img-src 'self'; frame-ancestors 'none'",
    },
  }),
})

import preact from '@preact/preset-vite'
import { defineConfig } from 'wxt'
import { EXTENSION_KEY } from './shared/pairing/extension-identity.ts'

const NAME = 'DCR Lab'

export default defineConfig({
  srcDir: 'extension',
  publicDir: 'extension/public',
  outDir: 'dist/extension',
  imports: false,
  webExt: { disabled: !process.env['DCR_LAB_OPEN'] },
  vite: () => ({ plugins: [preact()] }),
  manifest: ({ browser }) => ({
    name: NAME,
    description:
      'Register an OAuth client dynamically, get a token, call an API through a gateway, and see why each step worked or failed.',
    permissions: [
      'storage',
      'contextMenus',
      'scripting',
      ...(browser === 'firefox' ? [] : ['sidePanel']),
    ],
    // Asked for one by one, when a person allows a host on the page Capture.
    optional_host_permissions: ['https://*/*', 'http://*/*'],
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

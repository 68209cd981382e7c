import '../../styles/tokens.css'
import { render } from 'preact'
import { parseCompanionOrigin } from '../../features/pairing/companion-origin.ts'
import { createPairingStore } from '../../features/pairing/pairing-store.ts'
import { PairingPage } from '../../features/pairing/pairing-page.tsx'
import { PAIRING_NAME } from '../../platform/about-this-browser.ts'
import { writeClipboard } from '../../platform/clipboard.ts'
import { createCompanionClient, DEFAULT_ORIGIN } from '../../platform/companion-client.ts'
import { loadPairing, savePairing } from '../../platform/pairing-storage.ts'
import { prepareSidePanel } from '../../platform/side-panel.ts'

// A companion on other ports passes its address in the page's own URL.
const given = new URLSearchParams(location.search).get('origin')
const openSidePanel = await prepareSidePanel()
const store = createPairingStore({
  createClient: createCompanionClient,
  loadPairing,
  savePairing,
  openSidePanel,
  writeClipboard,
  defaultOrigin:
    parseCompanionOrigin(given ?? '') ?? (await loadPairing())?.origin ?? DEFAULT_ORIGIN,
  name: PAIRING_NAME,
})

await store.recognise()
void store.watchCompanion()

const root = document.getElementById('root')
if (root) render(<PairingPage store={store} />, root)

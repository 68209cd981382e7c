import '../../styles/tokens.css'
import { render } from 'preact'
import { createTypedValues } from '../../components/forms/typed-values.ts'
import { createPanelStores } from '../../features/panel/panel-stores.ts'
import { Panel } from '../../features/panel/panel.tsx'
import { readExtensionVersion } from '../../platform/about-this-browser.ts'
import { writeClipboard } from '../../platform/clipboard.ts'
import {
  allowHost,
  forbidHost,
  listAllowedHosts,
  watchAllowedHosts,
} from '../../platform/allowed-hosts.ts'
import { createCompanionClient } from '../../platform/companion-client.ts'
import { openEventStream } from '../../platform/event-stream.ts'
import { loadPairing, watchPairing } from '../../platform/pairing-storage.ts'
import { saveFile } from '../../platform/save-file.ts'
import { loadPosition, savePosition } from '../../platform/position-storage.ts'
import { loadCaptures, removeCapture, watchCaptures } from '../../platform/pending-captures.ts'
import { uploadFile } from '../../platform/upload-file.ts'
import { openPortalTab } from '../../platform/portal-tab.ts'
import { loadTyped, saveTyped } from '../../platform/typed-storage.ts'
import { readPageAddress, watchPageAddress, writePageAddress } from '../../platform/page-address.ts'
import { openOnboarding, openPresenter } from '../../platform/tabs.ts'

const stores = createPanelStores({
  loadPairing,
  createClient: createCompanionClient,
  openEvents: openEventStream,
  loadPosition,
  savePosition,
  writeClipboard,
  saveFile,
  openPairing: () => void openOnboarding(),
  present: (subject) => void openPresenter(subject),
  extensionVersion: readExtensionVersion(),
  address: { read: readPageAddress, write: writePageAddress, watch: watchPageAddress },
  openTab: openPortalTab,
  upload: uploadFile,
  captures: {
    loadCaptures,
    removeCapture,
    watchCaptures,
    listAllowedHosts,
    allowHost,
    forbidHost,
    watchAllowedHosts,
  },
  typed: createTypedValues({ stored: await loadTyped(), save: saveTyped }),
})

watchPairing(() => void stores.connection.start())
addEventListener('pagehide', () => void stores.journey.saveNow())
void stores.connection.start()

const root = document.getElementById('root')
if (root) render(<Panel stores={stores} />, root)

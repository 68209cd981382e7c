import { defineBackground } from 'wxt/utils/define-background'
import { relayCapture } from '../features/capture/relay-capture.ts'
import { relayPage } from '../features/capture/relay-page.ts'
import { listAllowedHosts, runOnAllowedHosts } from '../platform/allowed-hosts.ts'
import { createCompanionClient } from '../platform/companion-client.ts'
import { offerSelection } from '../platform/context-menu.ts'
import { answerMessages } from '../platform/messages.ts'
import { loadPairing, restrictStorage } from '../platform/pairing-storage.ts'
import { addCapture } from '../platform/pending-captures.ts'
import { openPanelIn, openPanelOnActionClick } from '../platform/side-panel.ts'
import { openOnboardingOnInstall } from '../platform/tabs.ts'

export default defineBackground(() => {
  void restrictStorage()
  openPanelOnActionClick()
  openOnboardingOnInstall()
  runOnAllowedHosts()
  offerSelection(({ text, url, windowId }) => {
    // The browser opens the panel only within the click, so it comes first.
    openPanelIn(windowId)
    void addCapture(text, url)
  })
  answerMessages(async (message, sender) => {
    const isOurPortal = await relayCapture(message, sender, { findApi })
    return isOurPortal || relayPage(message, sender, { listAllowedHosts, addCapture })
  })
})

async function findApi() {
  const pairing = await loadPairing()
  return pairing && createCompanionClient(pairing.origin, pairing)
}

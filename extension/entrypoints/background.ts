import { defineBackground } from 'wxt/utils/define-background'
import { relayCapture } from '../features/capture/relay-capture.ts'
import { createCompanionClient } from '../platform/companion-client.ts'
import { answerMessages } from '../platform/messages.ts'
import { loadPairing, restrictStorage } from '../platform/pairing-storage.ts'
import { openPanelOnActionClick } from '../platform/side-panel.ts'
import { openOnboardingOnInstall } from '../platform/tabs.ts'

export default defineBackground(() => {
  void restrictStorage()
  openPanelOnActionClick()
  openOnboardingOnInstall()
  answerMessages((message, sender) => relayCapture(message, sender, { findApi }))
})

async function findApi() {
  const pairing = await loadPairing()
  return pairing && createCompanionClient(pairing.origin, pairing.token)
}

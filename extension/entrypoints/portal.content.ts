import { defineContentScript } from 'wxt/utils/define-content-script'
import { showCaptureNotice } from '../features/capture/capture-notice.ts'
import { readFinalStep } from '../features/capture/read-final-step.ts'
import { servePortal } from '../features/portal/serve-portal.ts'
import { answerMessages, sendToBackground } from '../platform/messages.ts'

export default defineContentScript({
  matches: ['http://127.0.0.1/*'],
  async main() {
    const serve = servePortal({ page: document, pause })
    answerMessages((message, sender) =>
      sender.isOwnExtension ? serve(message) : Promise.resolve(undefined),
    )
    const capture = readFinalStep(document)
    if (capture && (await sendToBackground(capture)) === true)
      showCaptureNotice(document, 'Captured by DCR Lab')
  },
})

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

import { defineContentScript } from 'wxt/utils/define-content-script'
import { showCaptureNotice } from '../features/capture/capture-notice.ts'
import { readFinalStep } from '../features/capture/read-final-step.ts'
import { sendToBackground } from '../platform/messages.ts'

export default defineContentScript({
  matches: ['http://127.0.0.1/*'],
  async main() {
    const capture = readFinalStep(document)
    if (capture && (await sendToBackground(capture)) === true) showCaptureNotice(document)
  },
})

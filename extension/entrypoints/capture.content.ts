import { defineContentScript } from 'wxt/utils/define-content-script'
import { showCaptureNotice } from '../features/capture/capture-notice.ts'
import { readPage } from '../features/capture/read-page.ts'
import { sendToBackground } from '../platform/messages.ts'

/** Runs on hosts that the person allowed, and tells the background what may be credentials. */
export default defineContentScript({
  matches: [],
  registration: 'runtime',
  async main() {
    const text = readPage(document)
    if (text === undefined) return
    if ((await sendToBackground({ type: 'page.found', text })) === true)
      showCaptureNotice(document, 'DCR Lab sees credentials here. They wait in its panel.')
  },
})

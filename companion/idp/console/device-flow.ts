import type { Configuration } from 'oidc-provider'
import { DevicePage } from '../pages/engine-pages.tsx'
import { renderPage } from '../pages/console-pages.tsx'

type DeviceFlow = NonNullable<NonNullable<Configuration['features']>['deviceFlow']>

/**
 * The device grant with pages of our own: the engine's fetch a font from elsewhere.
 *
 * @see [RFC 8628](https://www.rfc-editor.org/rfc/rfc8628.html)
 */
export const DEVICE_FLOW: DeviceFlow = {
  enabled: true,
  userCodeInputSource(context, form, ...[, error]) {
    const text = error
      ? 'That code is not right, or it has ended. Type the one on your device.'
      : 'Type the code that your device shows.'
    const formId = 'op.deviceInputForm'
    context.body = renderPage(DevicePage({ title: 'Connect a device', text, form, formId }))
  },
  userCodeConfirmSource(context, form, ...[client, , userCode]) {
    const text = `Your device has to show ${userCode}. Continue to let ${client.clientName ?? client.clientId} in.`
    const formId = 'op.deviceConfirmForm'
    context.body = renderPage(DevicePage({ title: 'Is this your device?', text, form, formId }))
  },
  successSource(context) {
    const text = 'You can close this page and go back to your device.'
    context.body = renderPage(DevicePage({ title: 'The device is connected', text }))
  },
}

/** What the content script tells the background when it sees the portal's last page. */
export interface CaptureMessage {
  type: 'capture'
  client_id: string
  client_secret: string
  catalogue_entry: string
}

import '../../styles/tokens.css'
import { render } from 'preact'
import { createPresentation } from '../../features/stage/presentation.ts'
import { PresenterPage } from '../../features/stage/presenter-page.tsx'
import { createCompanionClient } from '../../platform/companion-client.ts'
import { openEventStream } from '../../platform/event-stream.ts'
import { loadPairing, watchPairing } from '../../platform/pairing-storage.ts'
import { openStageChannel } from '../../platform/stage-channel.ts'
import { closeThisTab, openSpeakerWindow } from '../../platform/tabs.ts'

const query = new URLSearchParams(location.search)
const lesson = query.get('lesson')
const root = document.documentElement
const presentation = createPresentation({
  subject:
    lesson === null ? { kind: 'run', id: query.get('run') ?? '' } : { kind: 'lesson', id: lesson },
  loadPairing,
  createClient: createCompanionClient,
  openEvents: openEventStream,
  openChannel: openStageChannel,
  openNotes: () => void openSpeakerWindow(),
  closeStage: () => void closeThisTab(),
  isDarkTheme: () =>
    root.style.colorScheme === ''
      ? matchMedia('(prefers-color-scheme: dark)').matches
      : root.style.colorScheme === 'dark',
  setTheme: (theme) => (root.style.colorScheme = theme),
  setZoom: (zoom) => root.style.setProperty('--zoom', String(zoom)),
})

watchPairing(() => void presentation.connection.start())
addEventListener('pagehide', () => presentation.close())
void presentation.connection.start()

const place = document.getElementById('root')
if (place) render(<PresenterPage presentation={presentation} />, place)

import '../../styles/tokens.css'
import { render } from 'preact'
import { createSpeakerStore } from '../../features/speaker/speaker-store.ts'
import { SpeakerView } from '../../features/speaker/speaker-view.tsx'
import { openStageChannel } from '../../platform/stage-channel.ts'

const store = createSpeakerStore({ openChannel: openStageChannel })
const root = document.getElementById('root')
if (root) render(<SpeakerView store={store} />, root)

import { join } from 'node:path'
import { findLessonFolder, loadLessons } from './lessons/load-lessons.ts'
import { createLessons, type Lessons } from './lessons/lessons.ts'
import type { LessonRooms } from './lessons/lesson-rooms.ts'
import type { Vault } from './secrets/vault.ts'
import type { Store } from './store/store.ts'
import { tableOf } from './store/table.ts'
import { openToken } from './tokens/open-token.ts'

export interface LessonParts extends Omit<
  LessonRooms,
  'runRecords' | 'registrations' | 'openToken'
> {
  store: Store
  vault: Vault
  registrar: LessonRooms['registrations']
}

/**
 * Opens the lessons, with the rooms that their actions and checkpoints use.
 *
 * @param dataDir - A person's own lessons are in its folder `lessons`.
 */
export function openLessons(
  dataDir: string,
  { store, vault, registrar, ...rooms }: LessonParts,
): Lessons {
  return createLessons({
    load: () => loadLessons([findLessonFolder(), join(dataDir, 'lessons')]),
    table: tableOf(store, 'lesson_progress'),
    rooms: {
      ...rooms,
      registrations: registrar,
      runRecords: store.records('runs'),
      openToken: (id) => openToken({ tables: store.tables('tokens'), vault }, id),
    },
  })
}

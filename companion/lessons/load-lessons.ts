import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { findPackedFolder } from '../scenarios/find-packed-folder.ts'
import { type LoadedLesson, readLesson } from './read-lesson.ts'

/**
 * Reads every lesson file of these folders; a file in a later folder takes the place of one with the same
 * name. The files are read anew each time, so that a lesson can be written while the companion runs.
 */
export function loadLessons(folders: readonly string[]): LoadedLesson[] {
  const files = new Map<string, string>()
  for (const folder of folders) {
    if (!existsSync(folder)) continue
    for (const file of readdirSync(folder).sort())
      if (file.endsWith('.yaml')) files.set(basename(file, '.yaml'), join(folder, file))
  }
  return [...files].map(([id, path]) => readFile(id, path))
}

/** A file that cannot be read is a mistake of this lesson only. */
function readFile(id: string, path: string): LoadedLesson {
  try {
    return readLesson(id, readFileSync(path, 'utf8'))
  } catch (thrown) {
    const reason = `The file cannot be read: ${(thrown as Error).message}.`
    return { id, problem: { file: `${id}.yaml`, reason } }
  }
}

/** The folder `lessons/` of the project. @throws AppError `LESSON_UNREADABLE` when it is missing. */
export function findLessonFolder(): string {
  return findPackedFolder({
    name: 'lessons',
    sample: 'from-sign-up-to-200.yaml',
    errorCode: 'LESSON_UNREADABLE',
  })
}

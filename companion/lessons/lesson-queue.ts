/** Does the work for one lesson after the work that was begun before, so that two windows cannot interfere. */
export interface LessonQueue {
  add<T>(lesson: string, work: () => Promise<T>): Promise<T>
}

export function createLessonQueue(): LessonQueue {
  const last = new Map<string, Promise<unknown>>()
  return {
    add(lesson, work) {
      const before = last.get(lesson) ?? Promise.resolve()
      const result = before.then(work, work)
      const end = result.then(forget, forget)
      last.set(lesson, end)
      return result

      function forget(): void {
        if (last.get(lesson) === end) last.delete(lesson)
      }
    },
  }
}

import { Router } from 'express'
import { lessonEndpoints } from '#shared/contract/endpoints/lesson-endpoints.ts'
import { bind } from '../http/bind.ts'
import { bindList } from '../http/bind-list.ts'
import type { Lessons } from '../lessons/lessons.ts'

export interface LessonRoutesDeps {
  lessons: Lessons
}

/** `/api/lessons`: the lesson files, and how far the person came in each. */
export function lessonRoutes({ lessons }: LessonRoutesDeps): Router {
  const router = Router()
  bindList(router, lessonEndpoints.listLessons, {
    rows: () => lessons.list(),
    keyOf: ({ id }) => id,
    present: (item) => item,
  })
  bind(router, lessonEndpoints.getLesson, ({ params }) => lessons.get(params.lesson))
  bind(router, lessonEndpoints.beginLesson, ({ params, body }) =>
    lessons.begin(params.lesson, body.step),
  )
  bind(router, lessonEndpoints.goToLessonStep, ({ params, body }) =>
    lessons.goTo(params.lesson, body.step),
  )
  bind(router, lessonEndpoints.leaveLesson, async ({ params }) => {
    await lessons.leave(params.lesson)
    return undefined
  })
  bind(router, lessonEndpoints.doLessonAction, ({ params, body }) =>
    lessons.act(params.lesson, body),
  )
  bind(router, lessonEndpoints.checkLesson, ({ params }) => lessons.check(params.lesson))
  bind(router, lessonEndpoints.skipCheckpoints, ({ params }) => lessons.skip(params.lesson))
  bind(router, lessonEndpoints.openHint, ({ params }) => lessons.openHint(params.lesson))
  return router
}

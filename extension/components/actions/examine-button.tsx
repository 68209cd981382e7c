import type { VNode } from 'preact'
import { Button } from './button.tsx'
import { type FailurePlace, useTools } from './tools.ts'

/** Starts an examination of what failed here. */
export function ExamineButton({
  from,
  label = 'Examine this failure',
}: {
  from: FailurePlace
  label?: string
}): VNode | null {
  const { examine } = useTools()
  if (!examine) return null
  return <Button onClick={() => examine(from)}>{label}</Button>
}

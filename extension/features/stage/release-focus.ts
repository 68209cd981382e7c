/**
 * Takes the focus from a control that was pressed with the pointer, or that is not on screen any more:
 * Space would press the control again in place of going on.
 */
export function releaseFocus(): void {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
}

/** For a group of controls: who works with the keyboard keeps the focus. */
export function releaseAfterPointer({ detail }: MouseEvent): void {
  if (detail > 0) releaseFocus()
}

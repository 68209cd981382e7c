import { Fragment, type VNode } from 'preact'

/** A long name of a standard, which may break after each of its underscores. */
export function Breakable({ text }: { text: string }): VNode {
  const parts = text.split(/(?<=_)/)
  return (
    <>
      {parts.map((part, index) => (
        <Fragment key={index}>
          {index > 0 && <wbr />}
          {part}
        </Fragment>
      ))}
    </>
  )
}

/** How many clients a program of `packages/` has in its memory. */
export async function countAt(origin: string): Promise<number> {
  const answer = await fetch(`${origin}/interop/clients`)
  return Number(await answer.text())
}

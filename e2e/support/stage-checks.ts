import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/** No finding of axe, and 7:1 for every text: it is read from three metres. */
export async function expectStageAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .options({ rules: { 'color-contrast-enhanced': { enabled: true } } })
    .analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
}

/** Every text of the stage is large enough, inside of the window, and inside of its own box. */
export async function expectReadable(page: Page): Promise<void> {
  const faults = await page.evaluate(() => {
    const smallest = 28 * Math.min(innerWidth / 1280, innerHeight / 720) - 0.1
    const found: string[] = []
    for (const element of document.querySelectorAll('main *')) {
      const text = [...element.childNodes]
        .filter((node) => node.nodeType === Node.TEXT_NODE)
        .map((node) => node.textContent?.trim())
        .join('')
      const { width, height, left, right, top, bottom } = element.getBoundingClientRect()
      if (text === '' || width <= 1 || height <= 1) continue
      const name = `${element.tagName} "${text.slice(0, 40)}"`
      if (Number.parseFloat(getComputedStyle(element).fontSize) < smallest)
        found.push(`small ${name}`)
      if (left < 0 || top < 0 || right > innerWidth || bottom > innerHeight)
        found.push(`outside ${name}`)
      const pane = element.closest('section, td, th, header')
      if (pane && right > pane.getBoundingClientRect().right + 1)
        found.push(`over its pane ${name}`)
    }
    return found
  })
  expect(faults).toEqual([])
}

/** No two texts of the stage lie on each other. */
export async function expectNothingOverlaps(page: Page): Promise<void> {
  const overlaps = await page.evaluate(() => {
    const boxes = [...document.querySelectorAll('main *')].flatMap((element) => {
      if (element.getBoundingClientRect().width <= 1) return []
      const nodes = [...element.childNodes].filter(
        (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== '',
      )
      return nodes.flatMap((node) => {
        const range = document.createRange()
        range.selectNodeContents(node)
        return [...range.getClientRects()]
          .filter(({ width, height }) => width > 2 && height > 2)
          .map((box) => ({ box, text: node.textContent?.trim().slice(0, 30) ?? '' }))
      })
    })
    return boxes.flatMap((one, index) =>
      boxes.slice(index + 1).flatMap((other) => {
        // Lines have air above and below their letters; only their middles count.
        const isBeside = one.box.right <= other.box.left + 1 || other.box.right <= one.box.left + 1
        const middle = (rect: DOMRect): number => rect.top + rect.height / 2
        const isApart =
          Math.abs(middle(one.box) - middle(other.box)) >
          Math.min(one.box.height, other.box.height) * 0.7
        return isBeside || isApart ? [] : [`"${one.text}" on "${other.text}"`]
      }),
    )
  })
  expect(overlaps).toEqual([])
}

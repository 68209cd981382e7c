import { expect, test } from 'dcr-lab/playwright'

test('the side panel shows a client that the test registers', async ({ extension, client }) => {
  const { sidePanel } = extension
  await expect(sidePanel.getByRole('status', { name: 'Connection' })).toContainText('Connected')

  await client.register({ client_name: 'Seen in the panel' })
  await sidePanel.getByRole('button', { name: 'Menu' }).click()
  await sidePanel.getByRole('button', { name: 'Clients' }).click()
  await expect(sidePanel.getByRole('list', { name: 'Clients' })).toContainText('Seen in the panel')
})

test('another test begins with a profile of its own', async ({ extension, client }) => {
  expect(await client.list()).toEqual([])
  await expect(extension.sidePanel.getByRole('button', { name: /0 of 12 done/ })).toBeVisible()
})

// A plugin of Stryker: the words of an explanation are not mutated. What holds them is the page of
// verdicts, which a test compares word by word; here only what decides is of interest.
import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin'

const EXPLAINING_CALLS = /^(?:causeWithFix|quote)$/
const EXPLAINING_MEMBERS = /^(?:reason|evidence|causes|hint|label|title|text)$/

export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, 'explanations', {
    shouldIgnore(path) {
      const { node, parent } = path
      const isMember =
        node.type === 'ObjectProperty' && EXPLAINING_MEMBERS.test(node.key.name ?? '')
      const isCall = node.type === 'CallExpression' && EXPLAINING_CALLS.test(node.callee.name ?? '')
      const isDetail =
        node.type === 'ObjectExpression' &&
        parent?.type === 'CallExpression' &&
        parent.callee.name === 'refuse' &&
        parent.arguments[2] === node
      return isMember || isCall || isDetail ? 'The words of an explanation' : undefined
    },
  }),
]

// A plugin of Stryker: the wording of an explanation is not mutated. What holds it is the page of
// verdicts, which a test compares word by word. Only bare texts are left out, where a person reads
// them; what chooses between two texts, what stands as evidence, which journey step a button opens
// with which inputs, every status and every text for the caller is mutated.
import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin'

/** Members of a refusal, of its evidence and of its causes that hold words. */
const WORDING_MEMBERS = new Set(['reason', 'label', 'text'])
/** A template that holds one of these decides or computes something. */
const DECIDING = new Set([
  'ArrowFunctionExpression',
  'BinaryExpression',
  'ConditionalExpression',
  'LogicalExpression',
])

export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, 'explanations', {
    shouldIgnore: (path) =>
      isBareText(path.node) && isWording(path) ? 'The words of an explanation' : undefined,
  }),
]

function isBareText(node) {
  if (node.type === 'StringLiteral') return true
  return node.type === 'TemplateLiteral' && node.expressions.every((part) => !decides(part))
}

function decides(node) {
  if (DECIDING.has(node.type)) return true
  return node.type === 'CallExpression' && node.arguments.some(decides)
}

/** The value of a wording member, the first argument of `causeWithFix`, or a branch of either. */
function isWording({ node, parent, parentPath }) {
  if (parent.type === 'ConditionalExpression' && parent.test !== node) return isWording(parentPath)
  if (parent.type === 'CallExpression')
    return parent.callee.name === 'causeWithFix' && parent.arguments[0] === node
  return (
    parent.type === 'ObjectProperty' &&
    parent.value === node &&
    WORDING_MEMBERS.has(parent.key.name) &&
    isExplanation(parentPath)
  )
}

/** Whether an object stands in what `refuse` or `causeWithFix` is told, and in nothing else. */
function isExplanation(path) {
  return path.findParent(
    ({ node }) =>
      node.type === 'CallExpression' && /^(?:refuse\w*|causeWithFix)$/.test(node.callee.name ?? ''),
  )
}

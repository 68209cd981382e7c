import { createContext } from 'preact'
import { useContext } from 'preact/hooks'

/** Where an examination can begin. */
export type FailurePlace =
  { run: string } | { exchange: string } | { verdict: string } | { registration: string }

/** Actions that components may use without importing a feature or the platform. */
export interface Tools {
  /** Copies `text` and says that `name` was copied. */
  copy: (text: string, name: string) => Promise<void>
  /** Says a sentence to people who listen to the page. */
  announce: (sentence: string) => void
  /** Opens the request of an exchange or a verdict, to be edited and sent again. Absent where there is no such page. */
  sendAgain?: (from: { exchange: string } | { verdict: string }) => Promise<void>
  /** Examines what failed at a place, at once. Absent where there is no such page. */
  examine?: (from: FailurePlace) => void
  /** Reveals the value of a stored secret. */
  reveal: (secret: string) => Promise<string>
}

export const ToolsContext = createContext<Tools | undefined>(undefined)

export function useTools(): Tools {
  const tools = useContext(ToolsContext)
  if (!tools) throw new TypeError('Tools are missing: render inside a ToolsContext')
  return tools
}

import { createContext } from 'preact'
import { useContext } from 'preact/hooks'

/** What small parts may do without knowing how it is done. */
export interface Tools {
  /** Copies `text` and says that `name` was copied. */
  copy: (text: string, name: string) => Promise<void>
  /** Says a sentence to people who listen to the page. */
  announce: (sentence: string) => void
  /** The plain value of a stored secret. */
  reveal: (secret: string) => Promise<string>
}

export const ToolsContext = createContext<Tools | undefined>(undefined)

export function useTools(): Tools {
  const tools = useContext(ToolsContext)
  if (!tools) throw new TypeError('Tools are missing: render inside a ToolsContext')
  return tools
}

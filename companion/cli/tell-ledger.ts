/** Where the clients are accounted for that a command has registered at a provider which outlives it. */
export function tellLedger(dataDir: string): string {
  return `\nThe ledger of what was registered is in ${dataDir}; "dcr-lab start" shows it.`
}

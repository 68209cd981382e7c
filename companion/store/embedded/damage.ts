/** What to do about a data directory that is damaged. */
export const DAMAGE_HINT =
  'Nothing was changed. `dcr-lab store check` says what is damaged, `dcr-lab store repair DIRECTORY` rescues what is whole into a new directory; or put a copy of the data directory back.'

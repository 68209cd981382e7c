import type { CollectionName } from './schema.ts'
import type { Tables } from './tables.ts'
import type { Transaction } from './transaction.ts'

/** Some tables of a store. The types forbid other tables; this function refuses them at run time. */
export function limitTables<C extends CollectionName>(
  all: Tables<CollectionName>,
  names: ReadonlySet<CollectionName>,
): Tables<C> {
  return {
    records: (collection) => all.records(own(names, collection)),
    transact: (change) => all.transact((transaction) => change(limit(transaction, names))),
  }
}

function limit(
  transaction: Transaction,
  names: ReadonlySet<CollectionName>,
): Transaction<CollectionName> {
  return {
    get: (collection, id) => transaction.get(own(names, collection), id),
    require: (collection, id) => transaction.require(own(names, collection), id),
    list: (collection) => transaction.list(own(names, collection)),
    filter: (collection, matches) => transaction.filter(own(names, collection), matches),
    put: (collection, id, value) => transaction.put(own(names, collection), id, value),
    delete: (collection, id) => transaction.delete(own(names, collection), id),
  }
}

function own<Name extends CollectionName>(names: ReadonlySet<CollectionName>, name: Name): Name {
  if (names.has(name)) return name
  throw new RangeError(`The table "${name}" belongs to another room`)
}

/** The factors whose residues give the keys away. */
const PRIMES = [
  3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101,
  103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167,
].map(BigInt)
const GENERATOR = 65_537n

/** The residues that powers of the generator have, by prime. */
const RESIDUES = PRIMES.map((prime) => {
  const residues = new Set<bigint>()
  for (let power = 1n; !residues.has(power); power = (power * GENERATOR) % prime)
    residues.add(power)
  return [prime, residues] as const
})

/**
 * Whether an RSA modulus comes from the Infineon library whose keys can be factored: its primes are
 * powers of 65537 modulo a product of small primes, so the modulus is one, too. A sound modulus looks
 * like that once in 2^150 times.
 *
 * @see [CVE-2017-15361](https://www.cve.org/CVERecord?id=CVE-2017-15361)
 * @see [Nemec et al., The Return of Coppersmith's Attack](https://doi.org/10.1145/3133956.3133969) §5.1
 */
export function isRocaModulus(modulus: bigint): boolean {
  return RESIDUES.every(([prime, residues]) => residues.has(modulus % prime))
}

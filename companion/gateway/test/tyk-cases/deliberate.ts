/** How many cases are recorded here. */
export const CASES = 37

/**
 * The recorded cases that are answered otherwise, on purpose: by case the numbers of the requests, and the
 * entries of docs/tyk-compatibility.md that give the reasons.
 */
export const DELIBERATE: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>> = {
  C31x: { source_line_break: [1] },
  F16: { session_history: [2] },
  N33: { listen_path: [3] },
  O30x: { forwarded_for: [4], connect: [7] },
  O31x: {
    repeated_credential: [1],
    trace: [18],
    unknown_method: [20],
    upstream_framing: [21],
    connect: [22],
  },
  O32x: {
    token_shape: [3, 4, 5, 6, 7, 9, 12, 13, 14, 15, 17, 18, 20, 24, 29],
    audience_type: [16],
    sizes: [23],
  },
  P31x: {
    upstream_framing: [1, 2, 8],
    framing: [3, 5, 18, 22, 25],
    foreign_host: [13, 16, 17],
    target_form: [20, 21],
    spaces: [23],
    malformed: [24],
    sizes: [29, 30, 32, 34],
  },
  Z05host: { foreign_host: [1, 2, 3, 4, 5, 6, 7] },
  Z20jwke: { spoiled_set: [1] },
  Z20jwkf: { spoiled_set: [1] },
  Z20jwkh: { spoiled_set: [1] },
  Z20jwki: { spoiled_set: [1] },
  Z21jwk: { spoiled_set: [1] },
}

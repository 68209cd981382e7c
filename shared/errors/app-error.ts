import { ERROR_CATALOG, type ErrorCode } from './error-catalog.ts'
import type { FieldIssue, Fix, Problem } from './problem.ts'

export interface AppErrorOptions {
  /** What happened this time and why, safe to show. Never a secret. */
  detail?: string
  /** What a person can do about it. */
  hint?: string
  issues?: readonly FieldIssue[]
  fixes?: readonly Fix[]
  /** Where the rule is written down. */
  reference?: { text: string; href: string }
  cause?: unknown
}

/** Where the companion explains errors; the `type` of a problem document is relative to its origin. */
export const ERRORS_PATH = '/errors'

/** The only error class thrown on purpose. Branch on `code`, never on `message`. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  readonly options: AppErrorOptions

  constructor(code: ErrorCode, options: AppErrorOptions = {}) {
    super(options.detail ?? ERROR_CATALOG[code].title, { cause: options.cause })
    this.code = code
    this.options = options
  }

  get status(): number {
    return ERROR_CATALOG[this.code].status
  }

  /**
   * The error as a problem document.
   *
   * @see [RFC 9457 §3](https://www.rfc-editor.org/rfc/rfc9457.html#section-3)
   */
  toProblem(): Problem {
    const { detail, hint, issues, fixes, reference } = this.options
    return {
      type: `${ERRORS_PATH}/${this.code}`,
      title: ERROR_CATALOG[this.code].title,
      status: this.status,
      code: this.code,
      ...(detail !== undefined && { detail }),
      ...(hint !== undefined && { hint }),
      ...(issues && { issues: [...issues] }),
      ...(fixes && { fixes: [...fixes] }),
      ...(reference && { reference }),
    }
  }

  static fromProblem(problem: Problem): AppError {
    const { detail, hint, issues, fixes, reference } = problem
    const code = problem.code in ERROR_CATALOG ? (problem.code as ErrorCode) : 'INTERNAL'
    return new AppError(code, {
      detail: detail ?? problem.title,
      ...(hint !== undefined && { hint }),
      ...(issues && { issues }),
      ...(fixes && { fixes }),
      ...(reference && { reference }),
    })
  }

  /** Anything thrown, as an `AppError`: what was not thrown on purpose is our own mistake. */
  static from(thrown: unknown): AppError {
    return thrown instanceof AppError ? thrown : new AppError('INTERNAL', { cause: thrown })
  }
}

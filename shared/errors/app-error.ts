import { ERROR_CATALOG, type ErrorCode } from './error-catalog.ts'
import type { FieldIssue, Fix, Problem } from './problem.ts'

export interface AppErrorOptions {
  /** What happened in this case and why. Safe to show: never a secret. */
  detail?: string
  /** What a person can do about it. */
  hint?: string
  issues?: readonly FieldIssue[]
  fixes?: readonly Fix[]
  /** The section of the standard. */
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
    const code = Object.hasOwn(ERROR_CATALOG, problem.code)
      ? (problem.code as ErrorCode)
      : 'INTERNAL'
    return new AppError(code, {
      detail: detail ?? problem.title,
      ...(hint !== undefined && { hint }),
      ...(issues && { issues }),
      ...(fixes && { fixes }),
      ...(reference && { reference }),
    })
  }

  /**
   * Any thrown value as an `AppError`: a value that is no `AppError` is a bug of this program, `INTERNAL`.
   */
  static from(thrown: unknown): AppError {
    return thrown instanceof AppError ? thrown : new AppError('INTERNAL', { cause: thrown })
  }
}

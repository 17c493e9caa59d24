/** One refusal in words: its HTTP status, and a sentence in each language that says what happened and what to do. */
export type ProblemText = { readonly status: number; readonly zh: string; readonly en: string }

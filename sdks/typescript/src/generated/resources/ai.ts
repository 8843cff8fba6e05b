// Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
import type { Http } from '../../http.ts';
import type { RequestOptions } from '../../options.ts';
import type { AiDraftFlowBody, AiDraftFlowResult, AiExplainFlowBody, AiExplainFlowResult, AiGetHelpResult, AiGetUsageResult, AiMendFlowBody, AiMendFlowResult, AiPreviewValuesResult, AiSetBudgetBody, AiSetHelpBody, AiTestHelpBody, AiTestHelpResult, AiWriteExpressionBody, AiWriteExpressionResult } from '../types.ts';

export interface AiGetUsageQuery {
  /** 2026-11; this month where it is left out. */
  month?: string;
}

export interface AiPreviewValuesQuery {
  flow: string;
}

export class AiApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** What language models took in a month, and the budget. Needs `runs:read`. */
  getUsage(query: AiGetUsageQuery = {}, options: RequestOptions = {}): Promise<AiGetUsageResult> {
    return this.#http.json({ method: 'GET', path: '/v1/ai/usage', query: { ...query } }, options);
  }

  /** Limit what language models may take in a month. Needs `connections:write`. */
  setBudget(body: AiSetBudgetBody, options: RequestOptions = {}): Promise<AiGetUsageResult> {
    return this.#http.json({ method: 'PUT', path: '/v1/ai/budget', body }, options);
  }

  /** Whether there is AI help, whom it asks, and what the tenant chose. Needs `flows:read`. */
  getHelp(options: RequestOptions = {}): Promise<AiGetHelpResult> {
    return this.#http.json({ method: 'GET', path: '/v1/ai/help' }, options);
  }

  /** Choose what the AI help asks, or turn it off. Needs `tenant:write`. */
  setHelp(body: AiSetHelpBody, options: RequestOptions = {}): Promise<AiGetHelpResult> {
    return this.#http.json({ method: 'PUT', path: '/v1/ai/help', body }, options);
  }

  /**
   * Ask a model one small question; costs a few tokens. What was not yet saved can be tried. Needs
   * `tenant:write`.
   */
  testHelp(body: AiTestHelpBody, options: RequestOptions = {}): Promise<AiTestHelpResult> {
    return this.#http.json({ method: 'POST', path: '/v1/ai/help/test', body }, options);
  }

  /**
   * What the model would see of the last values of a flow: shapes, and masked samples. Needs `flows:read`,
   * `runs:read`.
   */
  previewValues(query: AiPreviewValuesQuery, options: RequestOptions = {}): Promise<AiPreviewValuesResult> {
    return this.#http.json({ method: 'GET', path: '/v1/ai/help/values', query: { ...query } }, options);
  }

  /**
   * A flow as words describe it; nothing is saved. The answer of the model is checked by the compiler and mended
   * with what it said, up to four times. Needs `flows:write`.
   */
  draftFlow(body: AiDraftFlowBody, options: RequestOptions = {}): Promise<AiDraftFlowResult> {
    return this.#http.json({ method: 'POST', path: '/v1/ai/help/draft', body }, options);
  }

  /** What a flow does, in plain words. Needs `flows:write`. */
  explainFlow(body: AiExplainFlowBody, options: RequestOptions = {}): Promise<AiExplainFlowResult> {
    return this.#http.json({ method: 'POST', path: '/v1/ai/help/explain', body }, options);
  }

  /** A change of a flow that keeps an error from coming again; nothing is saved. Needs `flows:write`. */
  mendFlow(body: AiMendFlowBody, options: RequestOptions = {}): Promise<AiMendFlowResult> {
    return this.#http.json({ method: 'POST', path: '/v1/ai/help/mend', body }, options);
  }

  /** What stands in one field of a flow; nothing is saved. Needs `flows:write`. */
  writeExpression(body: AiWriteExpressionBody, options: RequestOptions = {}): Promise<AiWriteExpressionResult> {
    return this.#http.json({ method: 'POST', path: '/v1/ai/help/expression', body }, options);
  }
}

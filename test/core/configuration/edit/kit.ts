import { applyEdits } from '../../../../src-main/adapters/config-files/edit.ts';
import { parseDocument } from '../../../../src-main/adapters/config-files/parse.ts';
import { modelOf } from '../../../../src-main/core/configuration/edit/path-edit.ts';
import { planChange } from '../../../../src-main/core/configuration/edit/plan.ts';
import type { ConfigChange } from '../../../../src-shared/contract/configuration.ts';

/** The text with the changes in it; a refusal is thrown as its code and sentence. */
export function changed(text: string, ...changes: readonly ConfigChange[]): string {
  let result = text;
  for (const change of changes) {
    const parsed = parseDocument(result);
    if (!parsed.ok) throw new Error(parsed.text.key);
    const plan = planChange(modelOf(parsed.document), change);
    if (!plan.ok) throw new Error(`${plan.refusal.code} ${plan.refusal.message}`);
    result = applyEdits(result, plan.value);
  }
  return result;
}

/** The lines that are only in the one, then those that are only in the other. */
export function difference(before: string, after: string): { gone: string[]; come: string[] } {
  const only = (one: string, other: string): string[] => {
    const left = other.split('\n');
    return one.split('\n').filter((line) => {
      const at = left.indexOf(line);
      if (at >= 0) left.splice(at, 1);
      return at < 0;
    });
  };
  return { gone: only(before, after), come: only(after, before) };
}

import { plainText, say } from '../../ui/words.ts';
import type { Candidate } from './pasted.ts';

/** Where several servers were pasted: which are added, and which one the form shows. */
export function CandidateList(props: {
  readonly candidates: readonly Candidate[];
  readonly current: string | null;
  readonly onChoose: (id: string) => void;
  readonly onChange: (candidate: Candidate) => void;
}) {
  const { candidates } = props;
  if (candidates.length < 2) return null;
  return (
    <fieldset className="candidates" aria-label={say('edit.choose')}>
      <span className="label" aria-hidden="true">
        {say('edit.choose')}
      </span>
      <ul>
        {candidates.map((candidate) => (
          <li key={candidate.id} aria-current={candidate.id === props.current}>
            <input
              type="checkbox"
              aria-label={say('edit.choose.one', { name: candidate.draft.name })}
              checked={candidate.chosen}
              onChange={(event) => props.onChange({ ...candidate, chosen: event.currentTarget.checked })}
            />
            <button type="button" onClick={() => props.onChoose(candidate.id)}>
              <bdi>{plainText(candidate.draft.name)}</bdi>
              <span className="muted">
                <bdi>
                  {plainText(candidate.draft.way === 'url' ? candidate.draft.url : candidate.draft.command)}
                </bdi>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}

import { say } from '../../ui/words.ts';

/** Before the first word from the orchestrator: nothing is known, so nothing is claimed. */
export function Skeleton() {
  return (
    <section className="board" aria-label={say('page.connecting')} aria-busy="true">
      <div className="wrap skeleton">
        <i />
        <i />
        <i />
      </div>
    </section>
  );
}

import { Component, type ReactNode } from 'react';
import { CodeText } from '../../ui/code-text.tsx';
import { say } from '../../ui/words.ts';

/** A view that cannot be drawn takes neither the frame nor the other views with it. */
export class ViewBoundary extends Component<
  { readonly children: ReactNode },
  { readonly problem: string | null }
> {
  override state = { problem: null as string | null };

  static getDerivedStateFromError(error: unknown) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }

  override render() {
    if (this.state.problem === null) return this.props.children;
    return (
      <div className="wrap nothing" role="alert">
        <p>
          <CodeText text={say('shell.broken', { problem: this.state.problem })} />
        </p>
        <p>{say('shell.broken.todo')}</p>
        <button type="button" className="btn" onClick={() => location.reload()}>
          {say('shell.broken.reload')}
        </button>
      </div>
    );
  }
}

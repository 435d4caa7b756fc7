import { useEffect } from 'react';
import { say } from './words.ts';

/** Names the window after what it shows. */
export function usePageTitle(page: string): void {
  useEffect(() => {
    document.title = say('shell.title', { page });
  }, [page]);
}

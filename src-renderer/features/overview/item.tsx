import { memo, type ReactNode, useEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import { paths } from '../../routes.ts';
import { selection, useSelection } from '../../state/selection.ts';
import { plainText, say } from '../../ui/words.ts';

/** The name, which leads to the server; the place of the keyboard in its card or row. */
export const NameLink = memo(function NameLink({ name }: { readonly name: string }) {
  return (
    <Link
      href={paths.server(name)}
      data-server={name}
      title={plainText(name)}
      className="name-link"
      onFocus={() => selection.choose(name)}
    >
      <bdi>{plainText(name)}</bdi>
    </Link>
  );
});

/** Marks it for an action on several. */
export const Mark = memo(function Mark({ name }: { readonly name: string }) {
  const marked = useSelection(({ selected }) => selected.has(name));
  return (
    <input
      type="checkbox"
      className="pickbox"
      aria-label={say('overview.mark', { name })}
      checked={marked}
      onChange={() => selection.toggle(name)}
      onClick={(event) => {
        if (!event.shiftKey) return;
        // A range is what the mouse with Shift means in every list.
        event.preventDefault();
        selection.extend(name);
      }}
    />
  );
});

/** On a card only where something is marked: with nothing marked there is nothing to see. */
export function CardMark({ name }: { readonly name: string }) {
  const some = useSelection(({ selected }) => selected.size > 0);
  return some ? <Mark name={name} /> : null;
}

/** Far away ones are empty places of the same height, so that hundreds of cards cost what a screenful does. */
export function Seen({
  lazily,
  name,
  children,
}: {
  readonly lazily: boolean;
  readonly name: string;
  readonly children: () => ReactNode;
}) {
  const ref = useRef<HTMLDivElement>(null);
  const [near, setNear] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (!lazily || element === null) return;
    const observer = new IntersectionObserver(([entry]) => setNear(entry?.isIntersecting ?? true), {
      rootMargin: '400px 0px',
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [lazily]);
  if (!lazily) return children();
  return (
    <div ref={ref} className="seen" data-place={name}>
      {near ? children() : null}
    </div>
  );
}

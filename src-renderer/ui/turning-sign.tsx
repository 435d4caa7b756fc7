import { type CSSProperties, memo, useState } from 'react';
import { Sign, type SignKind } from './sign.tsx';

/** Where the arm points, in degrees from upright. */
const ANGLE: Readonly<Record<SignKind, number>> = {
  running: 0,
  unhealthy: 0,
  warning: 0,
  starting: 45,
  stopping: -45,
  stopped: 90,
  crashed: 90,
};

/** A sign whose arm turns to its new place when the state changes; a plate fades in. Where it first appears, nothing moves. */
export const TurningSign = memo(function TurningSign({
  kind,
  size = '',
}: {
  readonly kind: SignKind;
  readonly size?: '' | 'l' | 'xl';
}) {
  const [shown, setShown] = useState<{ readonly kind: SignKind; readonly from: SignKind | null }>({
    kind,
    from: null,
  });
  if (shown.kind !== kind) setShown({ kind, from: shown.kind });
  const { from } = shown;
  const plate = kind === 'crashed' || kind === 'unhealthy';
  const motion = from === null ? '' : plate ? 'plate' : 'arm';
  const turn = from === null ? 0 : ANGLE[from] - ANGLE[kind];
  return (
    <span key={kind} className={`turn ${motion}`} style={{ '--from': `${turn}deg` } as CSSProperties}>
      <Sign kind={kind} size={size} />
    </span>
  );
});

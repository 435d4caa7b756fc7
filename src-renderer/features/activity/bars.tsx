import { useMemo } from 'react';
import { Icon } from '../../ui/icon.tsx';
import { Select } from '../../ui/select.tsx';
import { clock, say } from '../../ui/words.ts';
import { type Client, useCounted } from './use-counted.ts';

interface Bucket {
  readonly at: number;
  readonly events: number;
  readonly exits: number;
}
export type Time = { readonly from: number; readonly to: number };

const BUCKET_MS = 15 * 60_000;
const DAY_MS = 24 * 3_600_000;
const WIDTH = 960;
const HEIGHT = 44;

/** A day of events as bars, exits red at their foot. A bar, or its line in the list beside it, chooses that time. */
export function Bars({
  time,
  onTime,
}: {
  readonly time: Time | null;
  readonly onTime: (time: Time | null) => void;
}) {
  const buckets = useCounted(askBuckets, BUCKET_MS);
  const shape = useMemo(() => shapeOf(buckets ?? []), [buckets]);
  const width = WIDTH / Math.max(1, buckets?.length ?? 1);
  const indexOf = (event: { readonly clientX: number; readonly currentTarget: Element }) => {
    const { left, width: wide } = event.currentTarget.getBoundingClientRect();
    return Math.floor(((event.clientX - left) / wide) * (buckets?.length ?? 0));
  };
  const timeOf = (bucket: Bucket): Time => ({ from: bucket.at, to: bucket.at + BUCKET_MS });
  const choose = (bucket: Bucket | undefined) => {
    if (bucket === undefined || bucket.events === 0) return;
    onTime(bucket.at === time?.from ? null : timeOf(bucket));
  };
  const caption = captionOf(buckets);
  return (
    <section className="panel day-bars" aria-label={say('activity.bars')}>
      <div className="in">
        <div className="head">
          <b>{say('activity.bars.title')}</b>
          <span className="muted">{caption}</span>
          <TimeSelect buckets={buckets ?? []} time={time} onTime={onTime} />
        </div>
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: the list of times above does the same */}
        <svg
          className="bars"
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={caption}
          onClick={(event) => choose(buckets?.[indexOf(event)])}
        >
          {shape.map(({ bucket, top, exitsTop }, index) => (
            <g
              key={bucket.at}
              className={time === null ? '' : bucket.at >= time.from && bucket.at < time.to ? 'on' : 'off'}
            >
              <title>{optionText(bucket)}</title>
              <rect className="room" x={index * width} y={0} width={width} height={HEIGHT} />
              {bucket.events === 0 ? null : (
                <rect x={index * width + 1} y={top} width={width - 2} height={exitsTop - top} />
              )}
              {bucket.exits === 0 ? null : (
                <rect
                  className="bad"
                  x={index * width + 1}
                  y={exitsTop}
                  width={width - 2}
                  height={HEIGHT - exitsTop}
                />
              )}
            </g>
          ))}
        </svg>
        <Axis buckets={buckets ?? []} />
      </div>
    </section>
  );
}

function TimeSelect(props: {
  readonly buckets: readonly Bucket[];
  readonly time: Time | null;
  readonly onTime: (time: Time | null) => void;
}) {
  const { buckets, time, onTime } = props;
  const known = buckets.filter(({ events }) => events > 0).toReversed();
  const keyOf = (from: number, to: number) => `${from} ${to}`;
  const value = time === null ? '' : keyOf(time.from, time.to);
  const choices = known.map((bucket) => ({
    value: keyOf(bucket.at, bucket.at + BUCKET_MS),
    text: optionText(bucket),
  }));
  const isListed = value === '' || choices.some((choice) => choice.value === value);
  return (
    <span className="row push">
      {time === null ? null : (
        <button type="button" className="btn quiet" onClick={() => onTime(null)}>
          <Icon name="close" />
          {say('activity.time.all')}
        </button>
      )}
      <Select
        label={say('activity.time')}
        value={value}
        choices={[
          { value: '', text: say('activity.time.all') },
          ...(isListed || time === null
            ? []
            : [{ value, text: say('activity.time.one', { from: clock(time.from), to: clock(time.to) }) }]),
          ...choices,
        ]}
        onChange={(chosen) => {
          const [from, to] = chosen.split(' ').map(Number);
          onTime(chosen === '' || from === undefined || to === undefined ? null : { from, to });
        }}
      />
    </span>
  );
}

/** Five times below the bars; two of them where there is little room. */
function Axis({ buckets }: { readonly buckets: readonly Bucket[] }) {
  const first = buckets[0]?.at;
  if (first === undefined) return <div className="bars-axis" />;
  const times = [0, 1, 2, 3, 4].map((part) => first + (part * buckets.length * BUCKET_MS) / 4);
  return (
    <div className="bars-axis" aria-hidden="true">
      {times.map((at, index) => (
        <span key={at} className={index % 2 === 1 ? 'wide' : ''}>
          {index === 0 ? say('activity.yesterday', { time: clock(at) }) : clock(at)}
        </span>
      ))}
    </div>
  );
}

async function askBuckets(client: Client, nowMs: number): Promise<readonly Bucket[]> {
  const to = Math.ceil(nowMs / BUCKET_MS) * BUCKET_MS;
  return (await client.events.activity({ from: to - DAY_MS, to, bucketMs: BUCKET_MS })).buckets;
}

function shapeOf(buckets: readonly Bucket[]) {
  const most = Math.max(1, ...buckets.map(({ events }) => events));
  return buckets.map((bucket) => {
    const full = bucket.events === 0 ? 0 : Math.max(2, ((HEIGHT - 2) * bucket.events) / most);
    // An exit is seen, however many other things happened.
    const exits = bucket.exits === 0 ? 0 : Math.max(3, (full * bucket.exits) / bucket.events);
    return { bucket, top: HEIGHT - Math.max(full, exits), exitsTop: HEIGHT - exits };
  });
}

function optionText({ at, events, exits }: Bucket): string {
  return say('activity.time.option', { from: clock(at), to: clock(at + BUCKET_MS), events, exits });
}

function captionOf(buckets: readonly Bucket[] | null): string {
  if (buckets === null) return say('activity.bars.loading');
  const events = buckets.reduce((sum, bucket) => sum + bucket.events, 0);
  const exits = buckets.reduce((sum, bucket) => sum + bucket.exits, 0);
  const [most] = buckets.toSorted((a, b) => b.events - a.events);
  if (most === undefined || events === 0) return say('activity.bars.none');
  return say('activity.bars.caption', {
    events,
    exits,
    from: clock(most.at),
    to: clock(most.at + BUCKET_MS),
  });
}

import { useMemo, useState } from 'react';
import { Link } from 'wouter';
import { paths } from '../../routes.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { download } from '../../ui/download.ts';
import { Icon } from '../../ui/icon.tsx';
import { LongText } from '../../ui/long-text.tsx';
import { bytes, plainText, say } from '../../ui/words.ts';
import { blobOf, fileName, type Labelled, type Part, pictureOf, sizeOf } from './content.ts';
import { JsonView, TextView } from './json-view.tsx';

export function PartView({
  labelled: { part, role },
  server,
}: {
  readonly labelled: Labelled;
  readonly server: string;
}) {
  return (
    <div className="result-part">
      {role === null ? null : <p className="role">{say(`tools.role.${role}`)}</p>}
      <Body part={part} server={server} />
    </div>
  );
}

function Body({ part, server }: { readonly part: Part; readonly server: string }) {
  switch (part.kind) {
    case 'text':
      return (
        <>
          <Origin uri={part.uri} mimeType={part.mimeType} />
          <TextView text={part.text} />
        </>
      );
    case 'image':
      return (
        <>
          <Origin uri={part.uri} mimeType={null} />
          <ImageView part={part} />
        </>
      );
    case 'audio':
    case 'blob':
      return (
        <>
          <Origin uri={part.uri} mimeType={null} />
          <Data part={part} text={say(`tools.content.${part.kind}`, factsOf(part))} />
        </>
      );
    case 'link':
      return <LinkView part={part} server={server} />;
    case 'unknown':
      return (
        <>
          <p className="muted">{say('tools.content.unknown')}</p>
          <Unknown value={part.value} />
        </>
      );
  }
}

function Unknown({ value }: { readonly value: unknown }) {
  const text = useMemo(() => JSON.stringify(value) ?? '', [value]);
  return <JsonView text={text} />;
}

function Origin({ uri, mimeType }: { readonly uri: string | null; readonly mimeType: string | null }) {
  if (uri === null && mimeType === null) return null;
  return (
    <p className="origin">
      {uri === null ? null : <bdi className="mono">{plainText(uri)}</bdi>}
      {mimeType === null ? null : <span className="muted">{plainText(mimeType)}</span>}
    </p>
  );
}

type DataPart = Extract<Part, { data: string }>;

const factsOf = ({ data, mimeType }: DataPart) => ({
  type: plainText(mimeType ?? say('tools.content.unknown-type')),
  size: bytes(sizeOf(data)),
});

function ImageView({ part }: { readonly part: DataPart }) {
  const picture = useMemo(() => pictureOf(part.data, part.mimeType), [part]);
  const [broken, setBroken] = useState(false);
  if (picture.kind !== 'shown' || broken) {
    const key = picture.kind === 'large' ? 'tools.content.image.large' : 'tools.content.image.broken';
    return <Data part={part} text={say(key, factsOf(part))} />;
  }
  const label = say('tools.content.image', factsOf(part));
  return (
    <figure className="result-picture">
      <img src={picture.url} alt={label} decoding="async" onError={() => setBroken(true)} />
      <figcaption>
        <span className="muted">{label}</span>
        <Download part={part} />
      </figcaption>
    </figure>
  );
}

function Data({ part, text }: { readonly part: DataPart; readonly text: string }) {
  return (
    <div className="result-data">
      <span>{text}</span>
      <Download part={part} />
    </div>
  );
}

function Download({ part }: { readonly part: DataPart }) {
  const save = () =>
    download(fileName(part.uri ?? part.kind, part.mimeType), part.mimeType ?? '', blobOf(part.data));
  return (
    <button type="button" className="btn" onClick={save}>
      <Icon name="download" />
      {say('tools.content.download')}
    </button>
  );
}

/** Never a link to where it points: a server may name any address. Our own page asks that server for it. */
function LinkView({
  part,
  server,
}: {
  readonly part: Extract<Part, { kind: 'link' }>;
  readonly server: string;
}) {
  return (
    <div className="result-link">
      <p>
        <span className="muted">{say('tools.content.link')}</span> <bdi>{plainText(part.name)}</bdi>
      </p>
      <Origin uri={part.uri} mimeType={part.mimeType} />
      <LongText className="muted" text={part.description} />
      <div className="row">
        <Link className="btn" href={paths.tools('resources', server, part.uri)}>
          <Icon name="right" />
          {say('tools.content.link.read')}
        </Link>
        <CopyButton look="only" label={say('page.log.copy')} text={() => part.uri} />
      </div>
    </div>
  );
}
